"""Faults made by hand in the rules of delay and progress: does a fast test see each of them?"""
