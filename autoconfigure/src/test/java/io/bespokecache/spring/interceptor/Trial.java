package io.bespokecache.spring.interceptor;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import org.springframework.cache.CacheManager;

/**
 * One run of a method's script on one stack. At most one runs at a time, whichever thread
 * its calls come to.
 */
final class Trial {

	private static volatile @Nullable Trial current;

	private final MethodShape shape;

	private final Object proxy;

	private final CacheManager cacheManager;

	private final Rendering rendering = new Rendering();

	private final List<String> events = new ArrayList<>();

	private int calls;

	private int depth;

	Trial(MethodShape shape, Object proxy, CacheManager cacheManager) {
		this.shape = shape;
		this.proxy = proxy;
		this.cacheManager = cacheManager;
		current = this;
	}

	static Trial current() {
		return Objects.requireNonNull(current, "no trial is running");
	}

	MethodShape shape() {
		return this.shape;
	}

	/**
	 * What the calls go through: the bean with its advice.
	 */
	Object proxy() {
		return this.proxy;
	}

	CacheManager cacheManager() {
		return this.cacheManager;
	}

	/**
	 * Number of the call of a method that now begins, from 1.
	 */
	synchronized int nextCall() {
		return ++this.calls;
	}

	/**
	 * Enters a method unless that many calls of it are under way.
	 * @return whether the call may go deeper
	 */
	synchronized boolean descend(int limit) {
		if (this.depth >= limit) {
			return false;
		}
		this.depth++;
		return true;
	}

	synchronized void ascend() {
		this.depth--;
	}

	synchronized void note(String event) {
		this.events.add(event);
	}

	synchronized List<String> takeEvents() {
		List<String> taken = List.copyOf(this.events);
		this.events.clear();
		return taken;
	}

	/**
	 * Holds no lock while it waits for what a future or a publisher brings: another
	 * thread may be calling a method meanwhile.
	 */
	String render(@Nullable Object value) {
		return this.rendering.of(value);
	}

	String renderStored(Object stored) {
		return this.rendering.ofStored(stored);
	}

}
