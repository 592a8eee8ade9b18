package io.bespokecache.spring.redis;

import io.bespokecache.shared.Message;
import io.bespokecache.shared.SharedStore.Listener;
import io.bespokecache.spring.redis.AnnouncementConnection.Subscription;

/**
 * Hands on what arrives in a channel. Anybody can send to one.
 */
final class AnnouncementReader {

	private AnnouncementReader() {
	}

	static void read(Subscription subscription, byte[] bytes, Listener listener) {
		Message message = MessageFormat.read(subscription.cache(), bytes);
		if (message == null || (subscription.shard() != -1 && subscription.shard() != message.shard().index())) {
			listener.receivedNonsense(subscription.cache());
		}
		else {
			listener.received(message);
		}
	}

}
