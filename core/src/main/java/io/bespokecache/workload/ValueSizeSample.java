package io.bespokecache.workload;

import java.util.Arrays;

import io.bespokecache.workload.ObservedWorkload.ValueSizes;
import org.jspecify.annotations.Nullable;

/**
 * About what the values take that were stored last. Not thread-safe.
 */
final class ValueSizeSample {

	private static final int CAPACITY = 64;

	private final long[] bytes = new long[CAPACITY];

	private int number;

	private long largest;

	private long formerLargest;

	private long largestArray;

	private long formerLargestArray;

	void add(ValueSize.Bytes bytes) {
		this.bytes[this.number++ & (CAPACITY - 1)] = bytes.total();
		// So that it never falls, and stays an index.
		this.number = (this.number < 0) ? CAPACITY : this.number;
		this.largest = Math.max(this.largest, bytes.total());
		this.largestArray = Math.max(this.largestArray, bytes.largestArray());
	}

	/** A new half of the period begins. */
	void rotate() {
		this.formerLargest = this.largest;
		this.largest = 0;
		this.formerLargestArray = this.largestArray;
		this.largestArray = 0;
	}

	/** {@code null} if no value was stored. */
	@Nullable ValueSizes sizes() {
		if (this.number == 0) {
			return null;
		}
		long[] ordered = Arrays.copyOf(this.bytes, Math.min(this.number, CAPACITY));
		Arrays.sort(ordered);
		long median = ordered[ordered.length / 2];
		return new ValueSizes(median, Math.max(median, Math.max(this.largest, this.formerLargest)),
				Math.max(this.largestArray, this.formerLargestArray));
	}

}
