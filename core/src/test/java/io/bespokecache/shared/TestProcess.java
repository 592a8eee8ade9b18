package io.bespokecache.shared;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.bespokecache.cache.AsyncLoad;
import io.bespokecache.cache.FirstLevel;
import io.bespokecache.cache.LoadPolicy;
import io.bespokecache.cache.LocalCache;
import io.bespokecache.cache.Nesting;
import io.bespokecache.cache.SecondLevelStatistics;
import io.bespokecache.workload.Adaptivity;
import io.bespokecache.workload.Selection;
import io.bespokecache.workload.StrategySelector;
import io.bespokecache.workload.Workload;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * One of several processes that share a cache, in the memory of a test.
 */
final class TestProcess implements SharedListener {

	static final String CACHE = "cities";

	private static final Workload WORKLOAD = Workload.builder()
		.expectedEntries(100)
		.maximumSize(1_000L)
		.expireAfterWrite(Duration.ofMinutes(10))
		.build();

	/** The same without an expiry and a bound: there are many processes to be made. */
	private static final Workload SIMPLE = Workload.builder().expectedEntries(16).build();

	private static final Selection SELECTION = StrategySelector.select(WORKLOAD);

	private static final Selection SIMPLE_SELECTION = StrategySelector.select(SIMPLE);

	final TestEngine.Node node;

	final ManualTimer timer;

	final SharedCaches caches;

	final LocalCache<String, Long> cache;

	final List<String> events = new ArrayList<>();

	private @Nullable FirstLevel<String> firstLevel;

	private @Nullable List<Runnable> held;

	TestProcess(TestEngine engine, String name, ManualTimer timer) {
		this(engine, name, timer, SharedSettings.DEFAULTS, LoadPolicy.NONE, false);
	}

	TestProcess(TestEngine engine, String name, ManualTimer timer, SharedSettings settings, LoadPolicy policy,
			boolean serveIncoherent) {
		this(engine, name, timer, settings, policy, serveIncoherent, false);
	}

	/**
	 * A process whose entries live for ever.
	 */
	static TestProcess simple(TestEngine engine, String name, ManualTimer timer) {
		return new TestProcess(engine, name, timer, SharedSettings.DEFAULTS, LoadPolicy.NONE, false, true);
	}

	private TestProcess(TestEngine engine, String name, ManualTimer timer, SharedSettings settings, LoadPolicy policy,
			boolean serveIncoherent, boolean simple) {
		this.node = engine.node(name);
		this.timer = timer;
		this.caches = new SharedCaches("test", this.node, settings, this, timer::now, timer);
		this.caches.start();
		this.cache = LocalCache.<String, Long>builder(CACHE, simple ? SIMPLE : WORKLOAD)
			.selection(simple ? SIMPLE_SELECTION : SELECTION)
			.loadPolicy(policy)
			.nanoClock(timer::now)
			.adaptivity(Adaptivity.OFF)
			.refreshExecutor(Runnable::run)
			.answerExecutor(Runnable::run)
			.maintenanceExecutor(this::background)
			.secondLevel((firstLevel) -> {
				this.firstLevel = firstLevel;
				return this.caches.secondLevel(TestFormats.KEYS, TestFormats.VALUES, 1_000).create(firstLevel);
			}, serveIncoherent)
			.build();
		timer.advance(Duration.ZERO);
	}

	/** Loads with a value that is there at once. */
	Long get(String key, long value) {
		return load(key, AsyncLoad.of(() -> CompletableFuture.completedFuture(value))).join();
	}

	/** Asks for a value that nobody is to load. */
	Long getLoaded(String key) {
		return load(key, AsyncLoad.of(() -> {
			throw new AssertionError("loaded");
		})).join();
	}

	CompletableFuture<Long> load(String key, AsyncLoad<Long> load) {
		return this.cache.getOrLoadAsync(key, load, Nesting.ALLOWED);
	}

	/** The value in this process, if it is believed. */
	@Nullable Long local(String key) {
		return this.cache.getSettled(key);
	}

	FirstLevel<String> firstLevel() {
		FirstLevel<String> firstLevel = this.firstLevel;
		assertThat(firstLevel).isNotNull();
		return firstLevel;
	}

	private void background(Runnable task) {
		if (this.held != null) {
			this.held.add(task);
		}
		else {
			task.run();
		}
	}

	/** What is to be done in the background waits from now on. */
	void holdBackground() {
		this.held = new ArrayList<>();
	}

	/**
	 * Does what has waited, and goes on.
	 * @return how much there was
	 */
	int runBackground() {
		List<Runnable> held = this.held;
		assertThat(held).isNotNull();
		this.held = null;
		held.forEach(Runnable::run);
		return held.size();
	}

	/** Lets the next ones who look expect to find a value, whatever was before. */
	void expectValues() {
		assertThat(this.cache.secondLevel()).isInstanceOfSatisfying(SharedCache.class, (level) -> {
			for (int i = 0; i < 10; i++) {
				level.prospects().note(true);
			}
			assertThat(level.prospects().areGood()).isTrue();
		});
	}

	SecondLevelStatistics statistics() {
		var level = this.cache.secondLevel();
		assertThat(level).isNotNull();
		return level.statistics();
	}

	@Override
	public void connected() {
		this.events.add("connected");
	}

	@Override
	public void disconnected(Throwable reason) {
		this.events.add("disconnected");
	}

	@Override
	public void breakerOpened(Throwable failure) {
		this.events.add("breaker opened");
	}

	@Override
	public void breakerClosed() {
		this.events.add("breaker closed");
	}

	@Override
	public void messagesLost(String cache, long lost) {
		this.events.add("lost " + lost);
	}

	@Override
	public void unshareable(String cache, RuntimeException problem) {
		this.events.add(String.valueOf(problem.getMessage()));
	}

	@Override
	public void evictionsAbandoned(String cache, long pending) {
		this.events.add("abandoned " + pending);
	}

}
