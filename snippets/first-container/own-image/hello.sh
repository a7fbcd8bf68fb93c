echo "Hello from my image, $(whoami)"
