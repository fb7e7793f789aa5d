"""Requests used by several tests."""

GOOD = """kind: brief
title: t
what: 3 pieces
why: 2 % more
when: 2026-06-05
where: here
who: Tom
how: by hand
how_much: 5 hours
"""


BY_HAND = """# Title

## What

3 pictures

## Why

2 % more

## When

2026-06-05

## Where

here

## Who

Tom

## How

by hand

## How much

5 hours
"""
