#!/bin/sh
for tool in ls cp bash apt-get useradd ps curl wget ping ip vi less adduser; do
    command -v "$tool" || echo "no $tool"
done
