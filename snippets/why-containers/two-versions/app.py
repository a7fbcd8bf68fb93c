import money

print(money.rounded(19.994))
