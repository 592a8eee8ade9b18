package io.bespokecache.spring.redis;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.bespokecache.shared.Message;
import io.bespokecache.shared.SharedStore;

/**
 * What a listener has heard, in that order.
 */
final class RecordedEvents implements SharedStore.Listener {

	private final List<String> connection = new CopyOnWriteArrayList<>();

	private final List<String> announcements = new CopyOnWriteArrayList<>();

	private final List<Message> messages = new CopyOnWriteArrayList<>();

	private final List<String> nonsense = new CopyOnWriteArrayList<>();

	/** {@code connected} and {@code disconnected}. */
	List<String> connection() {
		return this.connection;
	}

	/** {@code listening} and {@code deaf}. */
	List<String> announcements() {
		return this.announcements;
	}

	List<Message> messages() {
		return this.messages;
	}

	/** Caches in whose channels there was nonsense. */
	List<String> nonsense() {
		return this.nonsense;
	}

	boolean isConnected() {
		return !this.connection.isEmpty() && this.connection.get(this.connection.size() - 1).equals("connected");
	}

	boolean isListening() {
		return !this.announcements.isEmpty()
				&& this.announcements.get(this.announcements.size() - 1).equals("listening");
	}

	@Override
	public void connected() {
		this.connection.add("connected");
	}

	@Override
	public void disconnected(Throwable reason) {
		this.connection.add("disconnected");
	}

	@Override
	public void listening() {
		this.announcements.add("listening");
	}

	@Override
	public void deaf(Throwable reason) {
		this.announcements.add("deaf");
	}

	@Override
	public void received(Message message) {
		this.messages.add(message);
	}

	@Override
	public void receivedNonsense(String cache) {
		this.nonsense.add(cache);
	}

}
