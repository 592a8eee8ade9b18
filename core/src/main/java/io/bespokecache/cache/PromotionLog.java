package io.bespokecache.cache;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

import io.bespokecache.map.Promotion;

/**
 * The latest promotions of a map, newest first, and the time that all of them took.
 * Thread-safe.
 */
final class PromotionLog {

	private static final int CAPACITY = 16;

	private final Deque<Promotion> latest = new ArrayDeque<>(CAPACITY);

	private Duration time = Duration.ZERO;

	synchronized void add(Promotion promotion) {
		if (this.latest.size() == CAPACITY) {
			this.latest.removeLast();
		}
		this.latest.addFirst(promotion);
		this.time = this.time.plus(promotion.duration());
	}

	synchronized List<Promotion> latest() {
		return new ArrayList<>(this.latest);
	}

	synchronized Duration time() {
		return this.time;
	}

}
