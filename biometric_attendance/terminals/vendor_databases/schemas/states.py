"""What several programs write for the state of a punch."""

#: The six states of terminals, as numbers.
NUMBERS = {str(number): number for number in range(6)}
WORDS = {
    **NUMBERS,
    "i": 0,
    "in": 0,
    "check in": 0,
    "checkin": 0,
    "o": 1,
    "out": 1,
    "check out": 1,
    "checkout": 1,
}
