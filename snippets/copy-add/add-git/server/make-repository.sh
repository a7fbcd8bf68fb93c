#!/bin/sh
# Makes site.git, a repository with one commit on main, which a plain web server can offer.
set -e
git init --quiet --initial-branch=main site
echo "a page" > site/page.txt
git -C site add page.txt
git -C site -c user.name=Ada -c user.email=ada@example.com commit --quiet --message "A page"
git clone --quiet --bare site site.git
git -C site.git update-server-info
