"""MRM Desktop: peacekeepers, perceptions, and a reasoned decision whether and how to engage."""
