package io.bespokecache.test;

import java.util.concurrent.CompletableFuture;

import io.bespokecache.shared.Shard;
import io.bespokecache.shared.SharedStore;

/**
 * Calls operations by their name, on one key.
 *
 * @param store where
 * @param shard shard of the key
 */
record OperationCalls(SharedStore store, Shard shard) {

	private static final byte[] KEY = { 5 };

	private static final byte[] VALUE = { 1, 2, 3, 4 };

	static byte[] value() {
		return VALUE.clone();
	}

	CompletableFuture<?> call(Operation operation) {
		return switch (operation) {
			case READ -> this.store.read(this.shard, KEY);
			case CLAIM -> this.store.claim(this.shard, KEY, null, 1, 1000);
			case RENEW -> this.store.renew(this.shard, KEY, 1, 1000);
			case RELEASE -> this.store.release(this.shard, KEY, 1);
			case FILL -> this.store.fill(this.shard, KEY, 1, 1, value(), 1000);
			case FILL_IF_UNMOVED -> this.store.fillIfUnmoved(this.shard, KEY, ScriptedStore.CONTROL, value(), 1000, 1);
			case EVICT -> this.store.evict(this.shard, KEY, 7);
			case CLEAR -> this.store.clear(this.shard, 7);
			case ADOPT -> this.store.adopt(this.shard, 7);
			case CONTROLS -> this.store.controls(this.shard.cache());
			case BARRIER -> this.store.barrier();
		};
	}

	/**
	 * Calls an operation, whatever the answer.
	 */
	@SuppressWarnings("FutureReturnValueIgnored") // who asks for it is told by call
	void send(Operation operation) {
		call(operation);
	}

	/**
	 * The value that can be read.
	 */
	byte[] read() {
		byte[] value = this.store.read(this.shard, KEY).join().value();
		return (value != null) ? value : new byte[0];
	}

}
