# Notes
# check=error=true
FROM busybox:1.37
WORKDIR app
