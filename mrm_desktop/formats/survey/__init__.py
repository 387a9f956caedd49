"""Perceptions of communities: what answers mean, who gave them, and how they are added up."""
