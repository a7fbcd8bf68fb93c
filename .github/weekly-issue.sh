#!/usr/bin/env bash
# Keeps one issue, found by its label: opens or updates it if the weekly run differs, closes it if not.
#   weekly-issue.sh same|differs|broke FILE     needs gh with GH_TOKEN, GITHUB_REPOSITORY, RUN_URL
set -euo pipefail

result=$1 file=$2
label=weekly
title='The weekly run differs from what the pages show'
export GH_REPO=$GITHUB_REPOSITORY

number=$(gh issue list --label "$label" --state open --limit 1 --json number --jq '.[0].number // empty')

if [ "$result" = same ]; then
  if [ -n "$number" ]; then
    gh issue close "$number" --comment "The weekly run agrees with the pages again: $RUN_URL"
  fi
  exit 0
fi

# An issue holds 65,536 characters. The summary is at the end of the run's text, the engine's line at its start.
body=$(mktemp)
{
  echo "Every example was run on the newest engine with the official images, and every link out was asked. Full text: $RUN_URL"
  echo
  head -n 1 "$file"
  echo
  echo '~~~~~~text'
  tail -c 60000 "$file"
  echo '~~~~~~'
  echo
  echo 'A difference is either news (change the page, then `make record`) or noise (a normalizer is missing).'
} > "$body"

gh label create "$label" --description 'What the weekly run found' --color 2E7D32 --force
if [ -n "$number" ]; then
  gh issue edit "$number" --title "$title" --body-file "$body"
else
  gh issue create --title "$title" --label "$label" --body-file "$body"
fi
