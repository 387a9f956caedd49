"""The program as its own adversary: what can be solved for in what is about to leave, together with what left before."""
