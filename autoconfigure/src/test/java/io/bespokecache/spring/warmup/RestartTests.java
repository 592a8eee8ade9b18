package io.bespokecache.spring.warmup;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;

import io.bespokecache.map.Expiry;
import io.bespokecache.spring.BespokeCache;
import io.bespokecache.spring.CacheOptions;
import io.bespokecache.spring.NullPolicy;
import io.bespokecache.spring.WarmUpReport.Restored;
import io.bespokecache.workload.Adaptivity;
import io.bespokecache.workload.Workload;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a restart makes of the entries of a real cache.
 */
class RestartTests {

	@TempDir
	@SuppressWarnings("NullAway.Init") // set by JUnit
	private Path directory;

	@SuppressWarnings("NullAway.Init") // set before each test
	private RestartedApplication application;

	@BeforeEach
	void createApplication() {
		this.application = new RestartedApplication(this.directory);
	}

	private static Workload.Builder expiring() {
		return Workload.builder().keyLifetime(Duration.ofMinutes(10)).expireAfterWrite(Duration.ofMinutes(10));
	}

	private static Restored restored(RestartedApplication.Run run) {
		return Objects.requireNonNull(run.report().restored());
	}

	@Test
	void anEntryExpiresAfterTheRestartWhenItWouldHaveWithoutIt() {
		this.application.workload(expiring());
		RestartedApplication.Run first = this.application.start();
		first.cache().put(1L, "one");
		this.application.pass(Duration.ofMinutes(6));
		first.stop();
		this.application.pass(Duration.ofMinutes(2));
		RestartedApplication.Run second = this.application.start();
		assertThat(second.get(1)).isEqualTo("one");
		this.application.pass(Duration.ofMinutes(2).minusMillis(1));
		assertThat(second.get(1)).isEqualTo("one");
		this.application.pass(Duration.ofMillis(1));
		assertThat(second.get(1)).isNull();
	}

	@Test
	void anEntryThatExpiresWhileTheApplicationIsDownIsNotRestored() {
		this.application.workload(expiring());
		RestartedApplication.Run first = this.application.start();
		first.cache().put(1L, "one");
		this.application.pass(Duration.ofMinutes(6));
		first.cache().put(2L, "two");
		first.stop();
		this.application.pass(Duration.ofMinutes(4));
		RestartedApplication.Run second = this.application.start();
		assertThat(second.get(1)).isNull();
		assertThat(second.get(2)).isEqualTo("two");
		assertThat(restored(second).entries()).isOne();
		assertThat(restored(second).left()).isOne();
	}

	@Test
	void theAgeOfAnEntryAddsUpOverTwoRestarts() {
		this.application.workload(expiring());
		RestartedApplication.Run first = this.application.start();
		first.cache().put(1L, "one");
		this.application.pass(Duration.ofMinutes(1));
		first.stop();
		this.application.pass(Duration.ofMinutes(2));
		RestartedApplication.Run second = this.application.start();
		this.application.pass(Duration.ofMinutes(3));
		second.stop();
		RestartedApplication.Run third = this.application.start();
		assertThat(Objects.requireNonNull(third.cache().peek(1L)).age()).isEqualTo(Duration.ofMinutes(6));
		this.application.pass(Duration.ofMinutes(4));
		assertThat(third.get(1)).isNull();
	}

	@Test
	void aStoredNullKeepsTheTimeToLiveOfNulls() {
		this.application.workload(expiring().variableExpiry(true))
			.options(new CacheOptions(true, NullPolicy.STORE, Duration.ofMinutes(3), false, null, null, 0, null, null,
					Adaptivity.ADVISE, null));
		RestartedApplication.Run first = this.application.start();
		first.cache().put(1L, null);
		this.application.pass(Duration.ofMinutes(2));
		first.stop();
		RestartedApplication.Run second = this.application.start();
		assertThat(second.cache().get(1L)).isNotNull();
		this.application.pass(Duration.ofMinutes(1));
		assertThat(second.cache().get(1L)).isNull();
	}

	@Test
	void nullsThatACacheNoLongerStoresAreNotRestored() {
		RestartedApplication.Run first = this.application.start();
		first.cache().put(1L, null);
		first.stop();
		this.application.options(new CacheOptions(true, NullPolicy.REJECT, null, false, null, null, 0, null, null,
				Adaptivity.ADVISE, null));
		RestartedApplication.Run second = this.application.start();
		assertThat(second.cache().get(1L)).isNull();
		assertThat(restored(second).left()).isOne();
	}

	@Test
	void entriesOfUnknownAgeAreNotTakenByACacheThatExpiresThem() {
		RestartedApplication.Run first = this.application.start();
		first.cache().put(1L, "one");
		first.stop();
		this.application.workload(expiring());
		RestartedApplication.Run second = this.application.start();
		assertThat(second.get(1)).isNull();
		assertThat(restored(second).problem())
			.isEqualTo("does not say how old its entries are, which now matters; it was deleted");
	}

	@Test
	void aCacheThatNoLongerExpiresAnythingTakesEntriesOfAnyAge() {
		this.application.workload(expiring());
		RestartedApplication.Run first = this.application.start();
		first.cache().put(1L, "one");
		first.stop();
		this.application.workload(Workload.builder());
		this.application.pass(Duration.ofDays(7));
		assertThat(this.application.start().get(1)).isEqualTo("one");
	}

	@Test
	void timeThatTheApplicationIsDownIsTimeThatNobodyReads() {
		this.application.workload(Workload.builder().expireAfterAccess(Duration.ofMinutes(30)));
		RestartedApplication.Run first = this.application.start();
		first.cache().put(1L, "one");
		first.stop();
		this.application.pass(Duration.ofMinutes(29));
		RestartedApplication.Run second = this.application.start();
		assertThat(second.get(1)).isEqualTo("one");
		second.stop();
		this.application.pass(Duration.ofMinutes(30));
		assertThat(this.application.start().get(1)).isNull();
	}

	@Test
	void anEntryThatIsReadInTheMeantimeWinsOverTheSnapshot() {
		RestartedApplication.Run first = this.application.start();
		first.cache().put(1L, "old");
		first.stop();
		RestartedApplication.Run second = this.application.create();
		second.cache().put(1L, "new");
		second.warmUp().start();
		assertThat(second.get(1)).isEqualTo("new");
	}

	@Test
	void anEntryThatCannotBeStoredIsLeftOutAndCounted() {
		Expiry<Object, Object> expiry = (key, value) -> {
			if (key.equals(2L) && value.equals("old")) {
				throw new IllegalStateException("Too old");
			}
			return Duration.ofMinutes(10);
		};
		this.application.workload(Workload.builder().variableExpiry(true))
			.options(new CacheOptions(true, NullPolicy.STORE, null, false, null, (key, value) -> null, 0, null, null,
					Adaptivity.ADVISE, null));
		RestartedApplication.Run first = this.application.start();
		first.cache().put(1L, "old");
		first.cache().put(2L, "old");
		first.stop();
		this.application.options(new CacheOptions(true, NullPolicy.STORE, null, false, null, expiry, 0, null, null,
				Adaptivity.ADVISE, null));
		RestartedApplication.Run second = this.application.start();
		assertThat(second.get(1)).isEqualTo("old");
		assertThat(second.get(2)).isNull();
		assertThat(restored(second).entries()).isOne();
		assertThat(restored(second).unreadable()).isOne();
	}

	@Test
	void restoringCountsAsNoUseOfTheCache() {
		RestartedApplication.Run first = this.application.start();
		first.cache().put(1L, "one");
		first.stop();
		BespokeCache cache = this.application.start().cache();
		assertThat(cache.getStore().statistics().puts()).isZero();
		assertThat(cache.getStore().statistics().misses()).isZero();
	}

	@Test
	void aRunThatIsKilledLeavesNothingToTheNext() {
		RestartedApplication.Run first = this.application.start();
		first.cache().put(1L, "one");
		first.stop();
		RestartedApplication.Run killed = this.application.start();
		killed.cache().evict(1L);
		RestartedApplication.Run third = this.application.start();
		assertThat(third.get(1)).isNull();
		assertThat(third.report().restored()).isNull();
	}

}
