package io.bespokecache.cache;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.bespokecache.map.FakeClock;
import io.bespokecache.map.Strategy;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests of what an observer sees of loads.
 */
class LoadObserverTests {

	private final List<String> seen = new ArrayList<>();

	private final FakeClock clock = new FakeClock();

	private final HeldExecutor executor = new HeldExecutor();

	private LocalCache<String, String> cache(LoadObserver observer) {
		return Caches.<String, String>builder(Strategy.CONCURRENT)
			.loadPolicy(new LoadPolicy(null, Duration.ofSeconds(100), null))
			.refreshExecutor(this.executor)
			.nanoClock(this.clock)
			.loadObserver(observer)
			.build();
	}

	private ObservedLoad note(String cache, LoadKind kind) {
		this.seen.add(cache + ": " + kind.id());
		return new ObservedLoad() {

			@Override
			public void leave() {
				LoadObserverTests.this.seen.add("left");
			}

			@Override
			public void end(@Nullable Throwable failure) {
				LoadObserverTests.this.seen.add((failure != null) ? "failed: " + failure.getMessage() : "ended");
			}

		};
	}

	private String load(String value) {
		this.seen.add("running");
		return value;
	}

	@Test
	void aLoadIsSeenToBeginToRunAndToEnd() throws Exception {
		LocalCache<String, String> cache = cache(this::note);
		assertThat(cache.get("CH", () -> load("Bern"))).isEqualTo("Bern");
		assertThat(this.seen).containsExactly(cache.name() + ": load", "running", "left", "ended");
	}

	@Test
	void aHitIsNotSeen() throws Exception {
		LocalCache<String, String> cache = cache(this::note);
		cache.put("CH", "Bern");
		cache.get("CH", () -> load("never"));
		cache.get("CH");
		assertThat(this.seen).isEmpty();
	}

	@Test
	void aFailedLoadIsSeenToFail() {
		LocalCache<String, String> cache = cache(this::note);
		assertThatExceptionOfType(IOException.class).isThrownBy(() -> cache.get("CH", () -> {
			throw new IOException("no route");
		}));
		assertThat(this.seen).containsExactly(cache.name() + ": load", "left", "failed: no route");
	}

	@Test
	void aLoadWithoutAThreadIsLeftBeforeItEnds() {
		LocalCache<String, String> cache = cache(this::note);
		CompletableFuture<String> bern = new CompletableFuture<>();
		CompletableFuture<String> answer = cache.getAsync("CH", () -> {
			load("");
			return bern;
		});
		assertThat(this.seen).containsExactly(cache.name() + ": load", "running", "left");
		bern.complete("Bern");
		assertThat(answer).isCompletedWithValue("Bern");
		assertThat(this.seen).endsWith("left", "ended");
	}

	@Test
	void aLoadWithoutAThreadIsSeenToFailAsItsSourceDid() {
		LocalCache<String, String> cache = cache(this::note);
		CompletableFuture<String> source = new CompletableFuture<>();
		CompletableFuture<String> answer = cache.getAsync("CH", () -> source.thenApply((value) -> value));
		source.completeExceptionally(new IOException("no route"));
		assertThat(answer).isCompletedExceptionally();
		assertThat(this.seen).endsWith("left", "failed: no route");
	}

	@Test
	void aLoadWithoutAThreadThatDoesNotEvenStartIsSeenToFail() {
		LocalCache<String, String> cache = cache(this::note);
		assertThat(cache.getAsync("CH", () -> {
			throw new IllegalStateException("closed");
		})).isCompletedExceptionally();
		assertThat(this.seen).endsWith("left", "failed: closed");
	}

	@Test
	void aRefreshIsSeenAsOne() throws Exception {
		LocalCache<String, String> cache = cache(this::note);
		cache.put("CH", "Bern");
		this.clock.advance(Duration.ofSeconds(100));
		assertThat(cache.get("CH", () -> load("Berne"))).isEqualTo("Bern");
		assertThat(this.seen).as("while it waits for a thread").isEmpty();
		this.executor.runAll();
		assertThat(this.seen).containsExactly(cache.name() + ": refresh", "running", "left", "ended");
		assertThat(cache.get("CH")).isEqualTo("Berne");
	}

	@Test
	void aRefreshWithoutAThreadIsSeenAsOne() {
		LocalCache<String, String> cache = cache(this::note);
		cache.put("CH", "Bern");
		this.clock.advance(Duration.ofSeconds(100));
		assertThat(cache.getOrLoadAsync("CH", detachable(), Nesting.REFUSED)).isCompletedWithValue("Bern");
		this.executor.runAll();
		assertThat(this.seen).containsExactly(cache.name() + ": refresh", "running", "left", "ended");
	}

	private AsyncLoad<String> detachable() {
		return new AsyncLoad<>() {

			@Override
			public CompletableFuture<String> start() {
				return CompletableFuture.completedFuture(load("Berne"));
			}

			@Override
			public AsyncLoad<String> detached() {
				return this;
			}

		};
	}

	@Test
	void anObserverThatFailsBreaksNoLoad() throws Exception {
		LocalCache<String, String> refusing = cache((cache, kind) -> {
			throw new IllegalStateException("begin");
		});
		assertThat(refusing.get("CH", () -> "Bern")).isEqualTo("Bern");
		LocalCache<String, String> failing = cache((cache, kind) -> new ObservedLoad() {

			@Override
			public void leave() {
				throw new IllegalStateException("leave");
			}

			@Override
			public void end(@Nullable Throwable failure) {
				throw new LinkageError("end");
			}

		});
		assertThat(failing.get("CH", () -> "Bern")).isEqualTo("Bern");
		assertThat(failing.getAsync("FR", () -> CompletableFuture.completedFuture("Paris")))
			.isCompletedWithValue("Paris");
		assertThatExceptionOfType(IOException.class).isThrownBy(() -> failing.get("IT", () -> {
			throw new IOException();
		}));
		assertThat(failing.size()).isEqualTo(2);
		assertThat(failing.flights()).isZero();
	}

}
