#!/bin/sh
echo "the shop in $MODE, user $(id -u)"
