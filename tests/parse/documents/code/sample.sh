#!/bin/sh
# https://example.org/comment
echo "$#" 'https://example.org/#string' # https://example.org/trailing
curl https://example.org/command#fragment
