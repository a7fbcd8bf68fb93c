echo "the tool, release 2"
