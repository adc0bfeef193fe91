"""Surveys of practices and patients: instruments, samples, answers, weights, scores, estimates."""
