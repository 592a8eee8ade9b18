package io.bespokecache.spring.actuate;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;

import io.bespokecache.cache.LoadPolicy;
import io.bespokecache.cache.LocalCache;
import io.bespokecache.cache.StrategyChange;
import io.bespokecache.map.ChangeAbandonedException;
import io.bespokecache.map.Strategy;
import io.bespokecache.spring.BespokeCacheManager;
import io.bespokecache.spring.CacheDefinition;
import io.bespokecache.spring.CacheOptions;
import io.bespokecache.spring.SameDefinition;
import io.bespokecache.workload.Rejection;
import io.bespokecache.workload.Selection;
import io.bespokecache.workload.StrategySelector;
import io.bespokecache.workload.Workload;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests of what an operator may ask of a cache, and of the answers.
 */
@ExtendWith(OutputCaptureExtension.class)
class CacheOperationsTests {

	private static final Workload BOUNDED = Workload.builder()
		.maximumSize(100L)
		.expireAfterWrite(Duration.ofMinutes(10))
		.build();

	private static final Workload WEIGHED = Workload.builder().maximumWeight(100L).build();

	private static final Workload UNBOUNDED = Workload.builder().build();

	private final List<BespokeCacheManager> managers = new ArrayList<>();

	private @Nullable Workload workload;

	private @Nullable Selection selection;

	private @Nullable RuntimeException failure;

	@AfterEach
	void close() {
		this.managers.forEach(BespokeCacheManager::close);
	}

	private CacheOperations operations(Workload workload) {
		Selection selection = workload.requirements().isEmpty() ? StrategySelector.select(workload)
				: StrategySelector.override(workload, Strategy.CAFFEINE);
		return operations(new SameDefinition(new CacheDefinition("test", workload, Set.of(), selection, LoadPolicy.NONE,
				CacheOptions.DEFAULTS.withWeigher((workload.maximumWeight() != null) ? (key, value) -> 1 : null))));
	}

	private CacheOperations operations(SameDefinition definitions) {
		BespokeCacheManager manager = new BespokeCacheManager(definitions, List.of("rates"));
		this.managers.add(manager);
		return new CacheOperations(ManagedCaches.of(this.managers), this::change);
	}

	private StrategyChange change(LocalCache<?, ?> cache, UnaryOperator<Workload> limits,
			Function<Workload, Selection> strategy) {
		if (this.failure != null) {
			throw this.failure;
		}
		Workload workload = limits.apply(cache.workload());
		Selection selection = strategy.apply(workload);
		this.workload = workload;
		this.selection = selection;
		return new StrategyChange(cache.selection().strategy(), selection.strategy(), selection.reason(), Instant.EPOCH,
				Duration.ZERO, cache.size());
	}

	private Workload workload() {
		return Objects.requireNonNull(this.workload);
	}

	private Selection selection() {
		return Objects.requireNonNull(this.selection);
	}

	@Test
	void aStrategyIsChangedAndNothingElse(CapturedOutput output) {
		StrategyChange change = operations(BOUNDED).change("rates", "adaptive-fifo", null, null);
		assertThat(workload()).isEqualTo(BOUNDED);
		assertThat(selection().strategy()).isEqualTo(Strategy.ADAPTIVE_FIFO);
		assertThat(selection().reason()).isEqualTo("An operator asked for the strategy adaptive-fifo.");
		assertThat(selection().rejected()).hasSize(Strategy.values().length - 1)
			.extracting(Rejection::reason)
			.containsOnly("An operator asked for the strategy adaptive-fifo.");
		assertThat(change.from()).isEqualTo(Strategy.CAFFEINE);
		assertThat(output.toString().lines().filter((line) -> line.contains("an operator"))).singleElement()
			.asString()
			.contains("INFO")
			.endsWith("Cache 'rates': an operator asked for the strategy adaptive-fifo through the endpoint");
	}

	@Test
	void limitsAreChangedAndAStrategyThatCanDoWithThemStays() {
		operations(BOUNDED).change("rates", null, "2000", "90s");
		assertThat(workload())
			.isEqualTo(Workload.builder().maximumSize(2_000L).expireAfterWrite(Duration.ofSeconds(90)).build());
		assertThat(selection().strategy()).isEqualTo(Strategy.CAFFEINE);
		assertThat(selection().reason())
			.isEqualTo("An operator asked for a maximum-size of 2000 and an expire-after-write of 90s.");
	}

	@Test
	void otherLimitsLeaveTheReasonsAgainstOtherStrategiesAsTheyAre() {
		operations(new SameDefinition(new CacheDefinition("test", BOUNDED, Set.of(), StrategySelector.select(BOUNDED),
				LoadPolicy.NONE, CacheOptions.DEFAULTS)))
			.change("rates", null, "2000", null);
		assertThat(selection().rejected()).isEqualTo(StrategySelector.select(workload()).rejected());
	}

	@Test
	void aStrategyThatWouldNotBeChosenStaysForTheSakeOfTheOperator() {
		operations(new SameDefinition(new CacheDefinition("test", BOUNDED, Set.of(),
				StrategySelector.override(BOUNDED, Strategy.LRU_REFERENCE), LoadPolicy.NONE, CacheOptions.DEFAULTS)))
			.change("rates", null, "2000", null);
		assertThat(selection().strategy()).isEqualTo(Strategy.LRU_REFERENCE);
		assertThat(selection().rejected()).hasSize(Strategy.values().length - 1)
			.contains(new Rejection(StrategySelector.select(workload()).strategy(),
					"It would be chosen, but an operator asked for limits alone, and 'lru-reference' can keep them."))
			.extracting(Rejection::reason)
			.noneMatch((reason) -> reason.contains("The configuration demands"));
	}

	@Test
	void limitsThatTheStrategyCannotKeepLeadToOneThatCan() {
		operations(UNBOUNDED).change("rates", null, "2000", null);
		assertThat(selection().strategy().capabilities()).contains(Strategy.Capability.MAXIMUM_SIZE);
		assertThat(selection().reason()).startsWith("An operator asked for a maximum-size of 2000. ")
			.contains("holds at most 2,000 entries");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', nullValues = "-", value = {
			"- | - | - | Nothing to change was given. | Give at least one of strategy, maximumSize and expireAfterWrite.",
			"fastest | - | - | The value 'fastest' of strategy is no strategy. | Give one of concurrent, promoting, sharded, snapshot, read-write-lock, mutex, adaptive-fifo, lru-reference, caffeine.",
			"- | many | - | The value 'many' of maximumSize is no number of entries. | Give a whole number from 1 up.",
			"- | 0 | - | The value '0' of maximumSize is no number of entries. | Give a whole number from 1 up.",
			"- | 99999999999999999999 | - | The value '99999999999999999999' of maximumSize is no number of entries. | Give a whole number from 1 up.",
			"- | - | soon | The value 'soon' of expireAfterWrite is not a length of time. | Give a duration of more than zero, for example 10m.",
			"- | - | 0s | The value '0s' of expireAfterWrite is not a length of time. | Give a duration of more than zero, for example 10m.",
			"- | - | 99999999999999999d | The value '99999999999999999d' of expireAfterWrite is not a length of time. | Give a duration of more than zero, for example 10m.",
			"sharded | - | - | The cache 'rates' cannot have the strategy sharded: that strategy has no maximum-size, expire-after-write. | Ask for one of adaptive-fifo, lru-reference, caffeine.",
			"caffeine | 100 | 10m | The cache 'rates' has the strategy caffeine and a maximum-size of 100 and an expire-after-write of 10m already. | Ask for something else." })
	void whatCannotBeDoneIsRefusedWithWhatToAskForInstead(@Nullable String strategy, @Nullable String maximumSize,
			@Nullable String expireAfterWrite, String problem, String remedy) {
		CacheOperations operations = operations(BOUNDED);
		assertThatExceptionOfType(RefusedOperationException.class)
			.isThrownBy(() -> operations.change("rates", strategy, maximumSize, expireAfterWrite))
			.satisfies((ex) -> {
				assertThat(ex.status()).isEqualTo(400);
				assertThat(ex.descriptor()).isEqualTo(new ProblemDescriptor(problem, remedy));
				assertThat(ex).hasMessage(problem + " " + remedy);
			});
		assertThat(this.workload).isNull();
	}

	@Test
	void aCacheThatIsBoundedByWeightIsNotBoundedByNumberToo() {
		CacheOperations operations = operations(WEIGHED);
		assertThatExceptionOfType(RefusedOperationException.class)
			.isThrownBy(() -> operations.change("rates", null, "50", null))
			.withMessage("The cache 'rates' is bounded by the weight of its entries, not by their number. Change its "
					+ "maximum-weight in the configuration.");
	}

	@Test
	void aStrategyThatCannotKeepTheLimitsAskedForBesideItIsRefusedByThoseLimits() {
		CacheOperations operations = operations(UNBOUNDED);
		assertThatExceptionOfType(RefusedOperationException.class)
			.isThrownBy(() -> operations.change("rates", "promoting", "50", null))
			.withMessage("The cache 'rates' cannot have the strategy promoting and a maximum-size of 50: that strategy "
					+ "has no maximum-size. Ask for one of adaptive-fifo, lru-reference, caffeine.");
	}

	@Test
	void limitsThatContradictOtherSettingsAreRefusedByWhatTheyContradict() {
		CacheOperations operations = operations(
				Workload.builder().maximumSize(10L).expireAfterAccess(Duration.ofMinutes(5)).build());
		assertThatExceptionOfType(RefusedOperationException.class)
			.isThrownBy(() -> operations.change("rates", null, null, "1m"))
			.satisfies((ex) -> assertThat(ex.descriptor()).isEqualTo(new ProblemDescriptor(
					"The cache 'rates' cannot have an expire-after-write of 1m: expire-after-access (5m) never takes "
							+ "effect, because expire-after-write (1m) always comes first.",
					"Make it shorter than expire-after-write, or remove it.")));
	}

	@Test
	void anExpiryThatTheRefreshesWouldNeverPrecedeIsRefused() {
		CacheOperations operations = operations(
				new SameDefinition(new CacheDefinition("test", BOUNDED, Set.of(), StrategySelector.select(BOUNDED),
						new LoadPolicy(null, Duration.ofMinutes(5), null), CacheOptions.DEFAULTS)));
		assertThatExceptionOfType(RefusedOperationException.class)
			.isThrownBy(() -> operations.change("rates", null, null, "1m"))
			.withMessageContaining("refresh-after-write (5m)");
	}

	@Test
	void aCacheThatCannotBeChangedNowSaysSo() {
		this.failure = new ChangeAbandonedException("another change is under way");
		CacheOperations operations = operations(BOUNDED);
		assertThatExceptionOfType(RefusedOperationException.class)
			.isThrownBy(() -> operations.change("rates", null, "50", null))
			.satisfies((ex) -> assertThat(ex.status()).isEqualTo(409))
			.withMessage("The cache 'rates' cannot be changed now: another change is under way. Try again later.");
	}

	@Test
	void whatTheCacheItselfRefusesIsNoCaseForAnotherAttempt() {
		Workload bounded = Workload.builder().maximumSize(10L).expireAfterWrite(Duration.ofMinutes(10)).build();
		operations(bounded);
		this.managers.forEach(BespokeCacheManager::close);
		CacheOperations operations = new CacheOperations(ManagedCaches.of(this.managers));
		assertThatExceptionOfType(RefusedOperationException.class)
			.isThrownBy(() -> operations.change("rates", null, "50", null))
			.satisfies((ex) -> assertThat(ex.status()).isEqualTo(400))
			.withMessage("The cache 'rates' cannot have a maximum-size of 50: The map of a closed cache cannot be "
					+ "changed. Change the configuration, and start the application anew.");
	}

	@Test
	void anUnknownCacheIsNotCreated() {
		CacheOperations operations = operations(BOUNDED);
		assertThatExceptionOfType(RefusedOperationException.class)
			.isThrownBy(() -> operations.change("cities", null, "50", null))
			.satisfies((ex) -> assertThat(ex.status()).isEqualTo(404))
			.withMessage("There is no cache 'cities'. Give one of rates.");
		assertThat(this.managers.get(0).getCacheNames()).containsExactly("rates");
	}

}
