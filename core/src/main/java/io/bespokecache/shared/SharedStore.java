package io.bespokecache.shared;

import java.util.List;
import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;

/**
 * An engine that holds the copy of entries that several processes share, and carries
 * announcements between them. Thread-safe.
 * <p>
 * Every operation is atomic, returns at once, and is executed at most once: one that was
 * sent over a connection that broke is not repeated over the next. Operations of one
 * process on one shard are executed in the order in which they are called. A future
 * completes in any thread, and fails if the engine cannot be reached, refuses, or answers
 * nonsense; while there is no connection it has failed already when it is returned. The
 * engine need not limit the time it takes: callers do.
 * <p>
 * Announcements of one shard arrive in the order of their sequence numbers, unless some
 * are lost.
 */
public interface SharedStore extends AutoCloseable {

	/**
	 * Reads a key and where its shard stands.
	 * @param shard shard of the key
	 * @param key bytes of the key
	 * @return what there is
	 */
	CompletableFuture<Reading> read(Shard shard, byte[] key);

	/**
	 * Reads a key alone.
	 * @param shard shard of the key
	 * @param key bytes of the key
	 * @return what there is, without where the shard stands
	 */
	CompletableFuture<Reading> peek(Shard shard, byte[] key);

	/**
	 * Reads a key that the caller is going to load if it is not there, in one step with
	 * asking for the right to do so. A value that the claimant has not seen is all that
	 * it gets; otherwise it is granted the right unless somebody else has it. Nobody else
	 * is granted it until the lease ends, is given up or used, or the key is evicted.
	 * Brings the shard into being if it is not there.
	 * @param shard shard of the key
	 * @param key bytes of the key
	 * @param seen the value that the claimant has read, and that will not do;
	 * {@code null} if it has read none
	 * @param lease what the claimant will be known by, drawn at random
	 * @param leaseMillis how long the lease lasts, more than 0
	 * @return the answer
	 */
	CompletableFuture<Claim> claim(Shard shard, byte[] key, byte @Nullable [] seen, long lease, long leaseMillis);

	/**
	 * Extends a lease that has not ended.
	 * @param shard shard of the key
	 * @param key bytes of the key
	 * @param lease the lease
	 * @param leaseMillis how long it lasts from now on, more than 0
	 * @return whether the lease was still the claimant's
	 */
	CompletableFuture<Boolean> renew(Shard shard, byte[] key, long lease, long leaseMillis);

	/**
	 * Gives up a lease, if it is still the claimant's.
	 * @param shard shard of the key
	 * @param key bytes of the key
	 * @param lease the lease
	 * @return completes when it is done
	 */
	CompletableFuture<Void> release(Shard shard, byte[] key, long lease);

	/**
	 * Stores a value and ends the lease, if that is still the claimant's and the shard
	 * still has the same generation. Announces nothing.
	 * @param shard shard of the key
	 * @param key bytes of the key
	 * @param lease the lease
	 * @param generation generation of the shard when the lease was granted
	 * @param value the value
	 * @param liveMillis milliseconds until the value expires, more than 0
	 * @return whether it was stored; the lease has ended in any case
	 */
	CompletableFuture<Boolean> fill(Shard shard, byte[] key, long lease, long generation, byte[] value,
			long liveMillis);

	/**
	 * Stores a value if there is none, nobody has the right to load one, and the shard
	 * stands where it stood. Whoever offers it may have written it: a value that is
	 * stored counts in the shard's sequence, and is announced, as an eviction is.
	 * @param shard shard of the key
	 * @param key bytes of the key
	 * @param unmoved where the shard stood when the key was read
	 * @param value the value
	 * @param liveMillis milliseconds until the value expires, more than 0
	 * @param node number of this process
	 * @return whether it was stored
	 */
	CompletableFuture<Boolean> fillIfUnmoved(Shard shard, byte[] key, Control unmoved, byte[] value, long liveMillis,
			long node);

	/**
	 * Removes a key's value and lease, counts that in the shard's sequence, and announces
	 * it. Brings the shard into being if it is not there.
	 * @param shard shard of the key
	 * @param key bytes of the key
	 * @param node number of this process
	 * @return whether there was a value
	 */
	CompletableFuture<Boolean> evict(Shard shard, byte[] key, long node);

	/**
	 * Raises a shard's generation and sequence, and announces that. Brings the shard into
	 * being if it is not there.
	 * @param shard the shard
	 * @param node number of this process
	 * @return where the shard stands now
	 */
	CompletableFuture<Control> clear(Shard shard, long node);

	/**
	 * Clears a shard if the server that holds it has been started since the shard was
	 * last adopted: it may have come back with entries that were evicted. Of all
	 * processes that ask, one does it. Brings the shard into being if it is not there.
	 * @param shard the shard
	 * @param node number of this process
	 * @return where the shard stands now
	 */
	CompletableFuture<Control> adopt(Shard shard, long node);

	/**
	 * Where all shards of a cache stand.
	 * @param cache name of the cache
	 * @return {@link Shard#COUNT} answers, in the order of the shards; {@code null} for
	 * one that is not there
	 */
	CompletableFuture<List<@Nullable Control>> controls(String cache);

	/**
	 * Listens to the announcements of a cache from now on, and again after each loss of
	 * the connection.
	 * @param cache name of the cache
	 */
	void subscribe(String cache);

	/**
	 * Waits for the announcements that are under way.
	 * @return completes once all announcements that were made before this call have been
	 * handed to the listener
	 */
	CompletableFuture<Void> barrier();

	/**
	 * Connects in the background, and again whenever the connection is lost.
	 * @param listener hears of connections and announcements
	 */
	void start(Listener listener);

	/**
	 * Ends all connections and threads. Futures that have not completed fail.
	 */
	@Override
	void close();

	/**
	 * Hears of connections and announcements, one call at a time for each of the two
	 * connections, in the order of events. Returns quickly.
	 */
	interface Listener {

		/**
		 * Operations can be executed from now on.
		 */
		void connected();

		/**
		 * The connection of operations is lost. Called before any {@link #connected()}
		 * that follows.
		 * @param reason why
		 */
		void disconnected(Throwable reason);

		/**
		 * Announcements of all caches that were {@linkplain SharedStore#subscribe
		 * subscribed to} arrive from now on, or a cache was subscribed to and now is
		 * listened to as well.
		 */
		void listening();

		/**
		 * The connection of announcements is lost.
		 * @param reason why
		 */
		void deaf(Throwable reason);

		/**
		 * An eviction was announced.
		 * @param message the announcement
		 */
		void received(Message message);

		/**
		 * Something arrived that is no announcement.
		 * @param cache name of the cache whose channel it came from
		 */
		void receivedNonsense(String cache);

	}

}
