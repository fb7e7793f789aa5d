"""The interview: a kind's questions one by one, with ways to go, a review at the end, and a draft."""
