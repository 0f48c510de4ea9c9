#!/bin/sh
# What the engine starts as its policy pack: the rules are served by the process of the layer, whose port this says.
# It ends with the engine, which holds the other end of its standard input.
echo "$STRATA_POLICIES_PORT"
exec cat >/dev/null
