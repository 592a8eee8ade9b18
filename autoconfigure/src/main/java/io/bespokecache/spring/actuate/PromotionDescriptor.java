package io.bespokecache.spring.actuate;

import java.time.Duration;
import java.time.Instant;

import io.bespokecache.map.Promotion;

/**
 * One promotion.
 *
 * @param time when the new read table became visible
 * @param cause what made it due, for example {@code delta-hits}
 * @param keysMoved how many keys came from the delta
 * @param duration how long it took
 * @param readTableSize how many keys the new read table holds
 * @param waited how long the first of the moved keys had waited in the delta
 * @param bytesAllocated about what the new read table takes, keys and values left out
 * @param bytesHeldTwice about what the old read table took, which was held meanwhile
 */
public record PromotionDescriptor(Instant time, String cause, long keysMoved, Duration duration, long readTableSize,
		Duration waited, long bytesAllocated, long bytesHeldTwice) {

	static PromotionDescriptor of(Promotion promotion) {
		return new PromotionDescriptor(promotion.time(), promotion.cause().id(), promotion.keysMoved(),
				promotion.duration(), promotion.readTableSize(), promotion.waited(), promotion.bytesAllocated(),
				promotion.bytesHeldTwice());
	}

}
