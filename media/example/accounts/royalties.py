"""What the small presses get for the year. The accountant wrote it, and she writes Python: `python3 accounts/royalties.py`."""

PRESSES = [f"Press {number}" for number in range(300)]


def sales_of_year(count):
    return [(PRESSES[(index * 7) % len(PRESSES)], 900 + (index * 37) % 1800) for index in range(count)]


def sold(press, sales):
    """In cents. Reads the sales of all presses to find those of one."""
    total = 0
    for name, price in sales:
        if name == press:
            total += price
    return total


def main():
    sales = sales_of_year(20_000)
    royalties = {press: sold(press, sales) * 0.12 for press in PRESSES}
    print(f"{len(royalties)} presses, {sum(royalties.values()) / 100:.2f} in all")


if __name__ == "__main__":
    main()
