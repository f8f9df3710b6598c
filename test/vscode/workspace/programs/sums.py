def add_up(numbers):
    total = 0
    for number in numbers:
        total += number * number
    return total


def main():
    for _ in range(40):
        add_up(range(20000))


main()
