package io.bespokecache.test;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.bespokecache.shared.Message;
import io.bespokecache.shared.SharedStore.Listener;

/**
 * A listener that notes what it hears.
 */
class HeardEvents implements Listener {

	final List<String> events = new CopyOnWriteArrayList<>();

	@Override
	public void connected() {
		this.events.add("connected");
	}

	@Override
	public void disconnected(Throwable reason) {
		this.events.add("disconnected");
	}

	@Override
	public void listening() {
		this.events.add("listening");
	}

	@Override
	public void deaf(Throwable reason) {
		this.events.add("deaf");
	}

	@Override
	public void received(Message message) {
		this.events.add(message.shard().cache() + " " + message.control().sequence());
	}

	@Override
	public void receivedNonsense(String cache) {
		this.events.add(cache + " nonsense");
	}

}
