"""Teaches small language models to read candles: data sets, fine-tuning, export, cards."""
