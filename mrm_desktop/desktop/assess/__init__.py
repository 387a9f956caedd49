"""The assess workspace: the method's answer, what-if, decisions and their register."""
