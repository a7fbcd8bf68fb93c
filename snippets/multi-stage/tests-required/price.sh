#!/bin/sh
echo $(($1 * 5 + 1))
