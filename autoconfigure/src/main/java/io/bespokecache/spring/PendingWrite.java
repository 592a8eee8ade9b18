package io.bespokecache.spring;

import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

/**
 * What a transaction is going to do to one key: store a value, or remove it. Two of them
 * are the same only if they are one object.
 */
final class PendingWrite {

	private final @Nullable Object value;

	private final @Nullable CompletableFuture<Object> load;

	private final Predicate<Object> storable;

	private PendingWrite(@Nullable Object value, @Nullable CompletableFuture<Object> load, Predicate<Object> storable) {
		this.value = value;
		this.load = load;
		this.storable = storable;
	}

	static PendingWrite put(Object value) {
		return new PendingWrite(value, null, (any) -> true);
	}

	static PendingWrite removal() {
		return new PendingWrite(null, null, (any) -> true);
	}

	/**
	 * A put of what is still being loaded. Until it is there, and if it cannot be stored,
	 * this is a removal.
	 */
	static PendingWrite of(CompletableFuture<Object> load, Predicate<Object> storable) {
		return new PendingWrite(null, load, storable);
	}

	/**
	 * The value to store, or {@code null} to remove the key.
	 */
	@Nullable Object value() {
		if (this.load == null || !this.load.isDone() || this.load.isCompletedExceptionally()) {
			return this.value;
		}
		Object loaded = this.load.join();
		return this.storable.test(loaded) ? loaded : null;
	}

	/**
	 * The load of the value, if it is under way.
	 */
	@Nullable CompletableFuture<Object> load() {
		return (this.load != null && !this.load.isDone()) ? this.load : null;
	}

}
