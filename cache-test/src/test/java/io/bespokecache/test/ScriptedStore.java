package io.bespokecache.test;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

import io.bespokecache.shared.Claim;
import io.bespokecache.shared.Control;
import io.bespokecache.shared.Message;
import io.bespokecache.shared.Reading;
import io.bespokecache.shared.Shard;
import io.bespokecache.shared.SharedStore;
import org.jspecify.annotations.Nullable;

/**
 * An engine that notes what it is asked, and answers at once or when it is told to.
 */
final class ScriptedStore implements SharedStore {

	static final Control CONTROL = new Control(1, 2, 3);

	/** The operations that were executed, in order. */
	final List<Operation> executed = new CopyOnWriteArrayList<>();

	final List<String> subscribed = new CopyOnWriteArrayList<>();

	/** Whether operations are answered only by {@link #answerAll()}. */
	boolean silent;

	/** What all operations fail by. */
	@Nullable RuntimeException failure;

	int closed;

	private final Map<String, byte[]> values = new ConcurrentHashMap<>();

	private final List<Runnable> answers = new CopyOnWriteArrayList<>();

	private @Nullable Listener listener;

	private <T> CompletableFuture<T> answer(Operation operation, T result) {
		this.executed.add(operation);
		if (this.failure != null) {
			return CompletableFuture.failedFuture(this.failure);
		}
		if (!this.silent) {
			return CompletableFuture.completedFuture(result);
		}
		CompletableFuture<T> answer = new CompletableFuture<>();
		this.answers.add(() -> answer.complete(result));
		return answer;
	}

	void answerAll() {
		this.answers.forEach(Runnable::run);
		this.answers.clear();
	}

	Listener listener() {
		Listener listener = this.listener;
		if (listener == null) {
			throw new IllegalStateException("not started");
		}
		return listener;
	}

	private static String id(Shard shard, byte[] key) {
		return shard + Arrays.toString(key);
	}

	@Override
	public CompletableFuture<Reading> read(Shard shard, byte[] key) {
		return answer(Operation.READ, new Reading(this.values.get(id(shard, key)), 1000, CONTROL));
	}

	@Override
	public CompletableFuture<Reading> peek(Shard shard, byte[] key) {
		return answer(Operation.READ, new Reading(this.values.get(id(shard, key)), 1000, null));
	}

	@Override
	public CompletableFuture<Claim> claim(Shard shard, byte[] key, byte @Nullable [] seen, long lease,
			long leaseMillis) {
		return answer(Operation.CLAIM, Claim.absent(CONTROL, true));
	}

	@Override
	public CompletableFuture<Boolean> renew(Shard shard, byte[] key, long lease, long leaseMillis) {
		return answer(Operation.RENEW, true);
	}

	@Override
	@SuppressWarnings("NullAway") // that is how a future of Void completes
	public CompletableFuture<Void> release(Shard shard, byte[] key, long lease) {
		return answer(Operation.RELEASE, null);
	}

	@Override
	public CompletableFuture<Boolean> fill(Shard shard, byte[] key, long lease, long generation, byte[] value,
			long liveMillis) {
		this.values.put(id(shard, key), value);
		return answer(Operation.FILL, true);
	}

	@Override
	public CompletableFuture<Boolean> fillIfUnmoved(Shard shard, byte[] key, Control unmoved, byte[] value,
			long liveMillis, long node) {
		this.values.put(id(shard, key), value);
		return answer(Operation.FILL_IF_UNMOVED, true);
	}

	@Override
	public CompletableFuture<Boolean> evict(Shard shard, byte[] key, long node) {
		return answer(Operation.EVICT, this.values.remove(id(shard, key)) != null);
	}

	@Override
	public CompletableFuture<Control> clear(Shard shard, long node) {
		return answer(Operation.CLEAR, CONTROL);
	}

	@Override
	public CompletableFuture<Control> adopt(Shard shard, long node) {
		return answer(Operation.ADOPT, CONTROL);
	}

	@Override
	public CompletableFuture<List<@Nullable Control>> controls(String cache) {
		return answer(Operation.CONTROLS, Collections.nCopies(Shard.COUNT, CONTROL));
	}

	@Override
	public void subscribe(String cache) {
		this.subscribed.add(cache);
	}

	@Override
	@SuppressWarnings("NullAway") // that is how a future of Void completes
	public CompletableFuture<Void> barrier() {
		return answer(Operation.BARRIER, null);
	}

	@Override
	public void start(Listener listener) {
		this.listener = listener;
	}

	@Override
	public void close() {
		this.closed++;
	}

	/**
	 * An announcement of a key's eviction.
	 */
	static Message message(String cache, long sequence) {
		return new Message(new Shard(cache, 0), new Control(1, sequence, 3), 7, new byte[] { 1 });
	}

}
