def rounded(amount, places=2):
    return round(amount, places)
