package io.bespokecache.spring.redis;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;

import io.bespokecache.shared.Claim;
import io.bespokecache.shared.Claim.Outcome;
import io.bespokecache.shared.Control;
import io.bespokecache.shared.Message;
import io.bespokecache.shared.Reading;
import io.bespokecache.shared.Shard;
import io.bespokecache.shared.SharedStore;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails;

import static io.bespokecache.spring.redis.StoreClient.get;
import static io.bespokecache.spring.redis.StoreClient.until;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What every shared store does, whatever servers it consists of. Two processes use it.
 */
@SuppressWarnings("NullAway.Init") // by JUnit
abstract class SharedStoreContract {

	private static final long MINUTE = Duration.ofMinutes(1).toMillis();

	private static final long NODE = 0x8000_0000_0000_0001L;

	/** Larger than a double holds. */
	private static final long LEASE = Long.MAX_VALUE - 1;

	/** Of every octet there is. */
	private final byte[] key = everyOctet();

	private final String cache = "cache {of}: " + UUID.randomUUID();

	private final Shard shard = new Shard(this.cache, Shard.indexOf(this.key));

	private StoreClient one;

	private StoreClient other;

	private SharedStore store;

	abstract DataRedisConnectionDetails details();

	@BeforeEach
	void connect() {
		this.one = StoreClient.of(details(), this.cache);
		this.other = StoreClient.of(details(), this.cache);
		this.one.awaitUp();
		this.other.awaitUp();
		this.store = this.one.store();
	}

	@AfterEach
	void close() {
		this.one.close();
		this.other.close();
	}

	@Test
	void aShardThatIsNotThereHasNoControl() {
		Reading reading = get(this.store.read(this.shard, this.key));
		assertThat(reading.value()).isNull();
		assertThat(reading.remainingMillis()).isZero();
		assertThat(reading.control()).isNull();
		assertThat(get(this.store.controls(this.cache))).hasSize(Shard.COUNT).containsOnlyNulls();
	}

	@Test
	void aClaimBringsTheShardIntoBeing() {
		Claim claim = claim(this.one, null, LEASE);
		assertThat(claim.outcome()).isEqualTo(Outcome.GRANTED);
		assertThat(get(this.store.read(this.shard, this.key)).control()).isEqualTo(claim.control());
		List<Control> controls = get(this.store.controls(this.cache));
		assertThat(controls.get(this.shard.index())).isEqualTo(claim.control());
		assertThat(controls).filteredOn(Objects::nonNull).hasSize(1);
	}

	@Test
	void aKeyIsClaimedOnce() {
		assertThat(claim(this.one, null, LEASE).outcome()).isEqualTo(Outcome.GRANTED);
		assertThat(claim(this.other, null, LEASE + 1).outcome()).isEqualTo(Outcome.HELD);
	}

	@Test
	void whatIsFilledInIsRead() {
		byte[] value = value();
		assertThat(fill(claim(this.one, null, LEASE), LEASE, value)).isTrue();
		Reading reading = get(this.other.store().read(this.shard, this.key));
		assertThat(reading.value()).isEqualTo(value);
		assertThat(reading.remainingMillis()).isBetween(1L, MINUTE);
	}

	@Test
	void aValueThatTheClaimantHasNotSeenIsPresent() {
		byte[] value = value();
		fill(claim(this.one, null, LEASE), LEASE, value);
		Claim present = claim(this.other, null, 5);
		assertThat(present.outcome()).isEqualTo(Outcome.PRESENT);
		assertThat(present.value()).isEqualTo(value);
		assertThat(present.remainingMillis()).isBetween(1L, MINUTE);
		Reading peeked = get(this.store.peek(this.shard, this.key));
		assertThat(peeked.value()).isEqualTo(value);
		assertThat(peeked.remainingMillis()).isBetween(1L, MINUTE);
		assertThat(peeked.control()).isNull();
		assertThat(claim(this.other, value(), 5).outcome()).isEqualTo(Outcome.PRESENT);
		assertThat(claim(this.other, value, 5).outcome()).isEqualTo(Outcome.GRANTED);
	}

	@Test
	void aFillUsesTheLeaseUp() {
		Claim claim = claim(this.one, null, LEASE);
		assertThat(fill(claim, LEASE, value())).isTrue();
		assertThat(fill(claim, LEASE, value())).isFalse();
	}

	@Test
	void nothingIsFilledInAfterTheKeyWasEvicted() {
		Claim claim = claim(this.one, null, LEASE);
		get(this.other.store().evict(this.shard, this.key, NODE));
		assertThat(fill(claim, LEASE, value())).isFalse();
		assertThat(get(this.store.read(this.shard, this.key)).value()).isNull();
	}

	@Test
	void nothingIsFilledInAfterTheShardWasCleared() {
		Claim claim = claim(this.one, null, LEASE);
		get(this.other.store().clear(this.shard, NODE));
		assertThat(fill(claim, LEASE, value())).isFalse();
		assertThat(get(this.store.read(this.shard, this.key)).value()).isNull();
		assertThat(claim(this.other, null, 6).outcome()).as("the lease has ended").isEqualTo(Outcome.GRANTED);
	}

	@Test
	void nothingIsFilledInUnderTheLeaseOfAnother() {
		Claim claim = claim(this.one, null, LEASE);
		assertThat(fill(claim, LEASE - 1, value())).isFalse();
		assertThat(fill(claim, LEASE, value())).as("the lease has not ended").isTrue();
	}

	@Test
	void aLeaseEndsWithItsTime() {
		get(this.store.claim(this.shard, this.key, null, LEASE, 20));
		until(() -> claim(this.other, null, 7).outcome() == Outcome.GRANTED);
		assertThat(get(this.store.renew(this.shard, this.key, LEASE, MINUTE))).isFalse();
	}

	@Test
	void aLeaseIsRenewedByWhoHasIt() {
		get(this.store.claim(this.shard, this.key, null, LEASE, MINUTE));
		assertThat(get(this.store.renew(this.shard, this.key, LEASE, 20))).isTrue();
		assertThat(get(this.store.renew(this.shard, this.key, LEASE - 1, MINUTE))).isFalse();
		until(() -> claim(this.other, null, 7).outcome() == Outcome.GRANTED);
	}

	@Test
	void aLeaseIsGivenUpByWhoHasIt() {
		claim(this.one, null, LEASE);
		get(this.store.release(this.shard, this.key, LEASE - 1));
		assertThat(claim(this.other, null, 8).outcome()).isEqualTo(Outcome.HELD);
		get(this.store.release(this.shard, this.key, LEASE));
		assertThat(claim(this.other, null, 8).outcome()).isEqualTo(Outcome.GRANTED);
	}

	@Test
	void aValueExpires() {
		Claim claim = claim(this.one, null, LEASE);
		get(this.store.fill(this.shard, this.key, LEASE, claim.control().generation(), value(), 20));
		until(() -> get(this.store.read(this.shard, this.key)).value() == null);
	}

	@Test
	void aValueIsStoredWithoutALeaseWhereNothingHasMoved() {
		Control control = get(this.store.adopt(this.shard, NODE));
		byte[] value = value();
		assertThat(get(this.store.fillIfUnmoved(this.shard, this.key, control, value, MINUTE, 1))).isTrue();
		assertThat(get(this.store.read(this.shard, this.key)).value()).isEqualTo(value);
		until(() -> this.other.events()
			.messages()
			.stream()
			.anyMatch((message) -> Arrays.equals(message.key(), this.key)
					&& message.control().sequence() == control.sequence() + 1));
	}

	@Test
	void noValueIsStoredWithoutALeaseWhereSomethingHasMoved() {
		Control control = get(this.store.adopt(this.shard, NODE));
		get(this.other.store().evict(this.shard, new byte[] { 1 }, NODE));
		assertThat(get(this.store.fillIfUnmoved(this.shard, this.key, control, value(), MINUTE, 1))).isFalse();
		Control cleared = get(this.other.store().clear(this.shard, NODE));
		Control elsewhere = new Control(cleared.epoch() ^ 1, cleared.sequence(), cleared.generation());
		assertThat(get(this.store.fillIfUnmoved(this.shard, this.key, elsewhere, value(), MINUTE, 1))).isFalse();
		assertThat(get(this.store.read(this.shard, this.key)).value()).isNull();
	}

	@Test
	void noValueIsStoredWithoutALeaseWhereThereIsAValueOrALease() {
		Claim claim = claim(this.one, null, LEASE);
		assertThat(get(this.store.fillIfUnmoved(this.shard, this.key, claim.control(), value(), MINUTE, 1))).isFalse();
		byte[] value = value();
		fill(claim, LEASE, value);
		assertThat(get(this.store.fillIfUnmoved(this.shard, this.key, claim.control(), value(), MINUTE, 1))).isFalse();
		assertThat(get(this.store.read(this.shard, this.key)).value()).isEqualTo(value);
	}

	@Test
	void nothingIsStoredInAShardThatIsNotThere() {
		assertThat(get(this.store.fillIfUnmoved(this.shard, this.key, new Control(0, 0, 0), value(), MINUTE, 1)))
			.isFalse();
		assertThat(get(this.store.fill(this.shard, this.key, LEASE, 0, value(), MINUTE))).isFalse();
		assertThat(get(this.store.read(this.shard, this.key)).value()).isNull();
	}

	@Test
	void anEvictionRemovesCountsAndAnnounces() {
		Claim claim = claim(this.one, null, LEASE);
		fill(claim, LEASE, value());
		assertThat(get(this.store.evict(this.shard, this.key, NODE))).isTrue();
		assertThat(get(this.store.evict(this.shard, this.key, NODE))).isFalse();
		Control control = Objects.requireNonNull(get(this.store.read(this.shard, this.key)).control());
		assertThat(control).isEqualTo(
				new Control(claim.control().epoch(), claim.control().sequence() + 2, claim.control().generation()));
		get(this.other.store().barrier());
		assertThat(this.other.events().messages()).hasSize(2);
		Message message = this.other.events().messages().get(1);
		assertThat(message.shard()).isEqualTo(this.shard);
		assertThat(message.control()).isEqualTo(control);
		assertThat(message.node()).isEqualTo(NODE);
		assertThat(message.key()).isEqualTo(this.key);
		get(this.store.barrier());
		assertThat(this.one.events().messages()).as("one's own are heard too").hasSize(2);
	}

	@Test
	void aClearIsAnnouncedWithoutAKey() {
		Control before = get(this.store.adopt(this.shard, NODE));
		Control after = get(this.store.clear(this.shard, NODE));
		assertThat(after).isEqualTo(new Control(before.epoch(), before.sequence() + 1, before.generation() + 1));
		get(this.other.store().barrier());
		Message message = this.other.events().messages().get(0);
		assertThat(message.control()).isEqualTo(after);
		assertThat(message.key()).isNull();
	}

	@Test
	void anEvictionOrAClearBringsTheShardIntoBeing() {
		get(this.store.evict(this.shard, this.key, NODE));
		assertThat(get(this.store.read(this.shard, this.key)).control()).isNotNull();
		Shard another = new Shard(this.cache, (this.shard.index() + 1) % Shard.COUNT);
		Control cleared = get(this.store.clear(another, NODE));
		assertThat(get(this.store.controls(this.cache)).get(another.index())).isEqualTo(cleared);
	}

	@Test
	void aShardIsAdoptedOnce() {
		Control first = get(this.store.adopt(this.shard, NODE));
		assertThat(get(this.other.store().adopt(this.shard, NODE))).isEqualTo(first);
		assertThat(get(this.store.adopt(this.shard, NODE))).isEqualTo(first);
		get(this.other.store().barrier());
		assertThat(this.other.events().messages()).isEmpty();
	}

	@Test
	void keysAreKeptApartWhateverTheyContain() {
		byte[] first = ":l:".getBytes(StandardCharsets.UTF_8);
		byte[] second = {};
		get(this.store.adopt(this.shard, NODE));
		byte[] value = value();
		Control control = Objects.requireNonNull(get(this.store.read(this.shard, first)).control());
		get(this.store.fillIfUnmoved(this.shard, first, control, value, MINUTE, 1));
		assertThat(get(this.store.read(this.shard, second)).value()).isNull();
		get(this.store.fillIfUnmoved(this.shard, second, control, value(), MINUTE, 1));
		assertThat(get(this.store.read(this.shard, first)).value()).isEqualTo(value);
	}

	@Test
	void operationsAreExecutedInTheOrderOfTheirCalls() {
		List<CompletableFuture<?>> done = new ArrayList<>();
		for (int i = 0; i < 200; i++) {
			CompletableFuture<Claim> claim = this.store.claim(this.shard, this.key, null, i, MINUTE);
			CompletableFuture<Boolean> evicted = this.store.evict(this.shard, this.key, NODE);
			CompletableFuture<Reading> reading = this.store.read(this.shard, this.key);
			int round = i;
			done.add(claim.thenCombine(reading, (claimed, read) -> {
				assertThat(claimed.outcome()).isEqualTo(Outcome.GRANTED);
				assertThat(Objects.requireNonNull(read.control()).sequence()).isEqualTo(round + 1);
				return null;
			}));
			done.add(evicted);
		}
		get(CompletableFuture.allOf(done.toArray(CompletableFuture[]::new)));
	}

	@Test
	void announcementsArriveInOrderAndBeforeTheBarrier() throws InterruptedException {
		AtomicBoolean stop = new AtomicBoolean();
		byte[] large = new byte[20_000];
		Shard noisy = new Shard(this.cache, (this.shard.index() + 1) % Shard.COUNT);
		Thread noise = new Thread(() -> {
			while (!stop.get()) {
				get(this.store.evict(noisy, large, NODE));
			}
		});
		noise.start();
		try {
			for (int i = 1; i <= 300; i++) {
				get(this.store.evict(this.shard, this.key, NODE));
				get(this.other.store().barrier());
				assertThat(ofShard(this.shard)).hasSize(i);
			}
		}
		finally {
			stop.set(true);
			noise.join();
		}
		get(this.other.store().barrier());
		assertThat(ofShard(this.shard)).isSorted();
		assertThat(ofShard(noisy)).isSorted().doesNotHaveDuplicates();
	}

	@Test
	void aCacheIsListenedToFromThenOn() {
		String later = this.cache + "2";
		int before = this.other.events().announcements().size();
		this.other.store().subscribe(later);
		until(() -> this.other.events().announcements().size() > before);
		get(this.store.evict(new Shard(later, 3), this.key, NODE));
		get(this.other.store().barrier());
		assertThat(this.other.events().messages()).hasSize(1);
		get(this.store.barrier());
		assertThat(this.one.events().messages()).as("of a cache that was not subscribed to").isEmpty();
	}

	private List<Long> ofShard(Shard shard) {
		return this.other.events()
			.messages()
			.stream()
			.filter((message) -> message.shard().equals(shard))
			.map((message) -> message.control().sequence())
			.toList();
	}

	private Claim claim(StoreClient client, byte @Nullable [] seen, long lease) {
		return get(client.store().claim(this.shard, this.key, seen, lease, MINUTE));
	}

	private boolean fill(Claim claim, long lease, byte[] value) {
		return get(this.store.fill(this.shard, this.key, lease, claim.control().generation(), value, MINUTE));
	}

	private static byte[] value() {
		byte[] value = new byte[100];
		ThreadLocalRandom.current().nextBytes(value);
		return value;
	}

	private static byte[] everyOctet() {
		byte[] octets = new byte[256];
		for (int i = 0; i < octets.length; i++) {
			octets[i] = (byte) i;
		}
		return octets;
	}

}
