package io.bespokecache.test;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import io.bespokecache.shared.Shard;
import org.jspecify.annotations.Nullable;

/**
 * Sends requests on the same shard in the order in which they are made, where some of
 * them have to wait.
 */
final class Turns {

	/** Completes when the last request on a shard that waits has been sent. */
	private final Map<Shard, CompletableFuture<Void>> last = new HashMap<>();

	/**
	 * Sends a request when it is its turn: at once, if nothing waits.
	 * @param shards what it is about
	 * @param gate what it has to wait for itself; {@code null} for nothing
	 * @param request sends it
	 */
	@SuppressWarnings("FutureReturnValueIgnored") // sending never throws
	void take(List<Shard> shards, @Nullable CompletableFuture<Void> gate, Runnable request) {
		CompletableFuture<Void> sent = new CompletableFuture<>();
		List<CompletableFuture<Void>> before = new ArrayList<>();
		synchronized (this.last) {
			for (Shard shard : shards) {
				CompletableFuture<Void> predecessor = this.last.get(shard);
				if (predecessor != null) {
					before.add(predecessor);
				}
			}
			if (gate != null || !before.isEmpty()) {
				shards.forEach((shard) -> this.last.put(shard, sent));
			}
		}
		Runnable turn = () -> {
			try {
				request.run();
			}
			finally {
				leave(shards, sent);
			}
		};
		if (!before.isEmpty()) {
			// In another thread: many in a row would be as many calls deep.
			CompletableFuture<?>[] all = before.toArray(CompletableFuture<?>[]::new);
			CompletableFuture<Void> predecessors = CompletableFuture.allOf(all);
			CompletableFuture<Void> free = (gate != null) ? CompletableFuture.allOf(predecessors, gate) : predecessors;
			free.thenRunAsync(turn);
		}
		else if (gate != null) {
			gate.thenRun(turn);
		}
		else {
			request.run();
		}
	}

	private void leave(List<Shard> shards, CompletableFuture<Void> sent) {
		synchronized (this.last) {
			// Only if nobody waits for this one: who does has taken its place.
			shards.forEach((shard) -> this.last.computeIfPresent(shard, (same, last) -> (last != sent) ? last : null));
		}
		sent.complete(null);
	}

}
