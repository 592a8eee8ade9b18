package io.bespokecache.spring.redis;

import java.util.List;

import io.bespokecache.spring.redis.AnnouncementConnection.Subscription;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisURI;

/**
 * A server with both connections to it. They lead to the same run of it, or one of them
 * is given up. Methods are called in the loop unless they say otherwise.
 */
final class RedisServer implements CommandConnection.Owner, AnnouncementConnection.Owner {

	private final CommandConnection commands;

	private final AnnouncementConnection announcements;

	private final Owner owner;

	RedisServer(RedisClientThreads threads, List<RedisURI> candidates, RedisAddress.Kind kind, Owner owner) {
		this.commands = new CommandConnection(threads, candidates, kind, this);
		this.announcements = new AnnouncementConnection(threads, candidates, kind, this);
		this.owner = owner;
	}

	void connect() {
		this.commands.connect();
		this.announcements.connect();
	}

	void close() {
		this.commands.close();
		this.announcements.close();
	}

	/** Makes no other connections. */
	void abandon() {
		this.commands.abandon();
		this.announcements.abandon();
	}

	void subscribe(List<Subscription> subscriptions) {
		this.announcements.subscribe(subscriptions);
	}

	/** May be called in any thread. */
	CommandConnection commands() {
		return this.commands;
	}

	/** May be called in any thread. */
	AnnouncementConnection announcements() {
		return this.announcements;
	}

	boolean isConnected() {
		return this.commands.isReady();
	}

	boolean isListening() {
		return this.announcements.isListening();
	}

	@Override
	public void commandsReady() {
		CommandConnection.Ready ready = this.commands.current();
		if (ready != null) {
			this.announcements.dropUnlessTo(ready.run());
		}
		this.owner.connected();
	}

	@Override
	public void commandsLost(Throwable reason) {
		this.owner.disconnected(reason);
	}

	@Override
	public void announcementsReady() {
		CommandConnection.Ready ready = this.commands.current();
		String run = this.announcements.run();
		if (ready != null && run != null && !run.equals(ready.run())) {
			this.commands.drop(ready, new RedisException("The server is not the one that is listened to"));
		}
		this.owner.listening();
	}

	@Override
	public void announcementsLost(Throwable reason) {
		this.owner.deaf(reason);
	}

	@Override
	public void received(Subscription subscription, byte[] message) {
		this.owner.received(subscription, message);
	}

	/**
	 * Hears of the connections and what comes over them.
	 */
	interface Owner {

		void connected();

		void disconnected(Throwable reason);

		void listening();

		void deaf(Throwable reason);

		void received(Subscription subscription, byte[] message);

	}

}
