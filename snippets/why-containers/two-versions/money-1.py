def rounded(amount):
    return round(amount)
