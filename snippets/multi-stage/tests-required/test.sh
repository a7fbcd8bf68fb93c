#!/bin/sh
price=$(./price.sh 2)
[ "$price" = 10 ] || { echo "2 pieces cost $price, not 10"; exit 1; }
