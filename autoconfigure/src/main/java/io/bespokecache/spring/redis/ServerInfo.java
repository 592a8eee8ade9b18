package io.bespokecache.spring.redis;

import java.util.concurrent.CompletionStage;

import io.lettuce.core.RedisConnectionException;
import io.lettuce.core.api.StatefulRedisConnection;

/**
 * What a server says of itself.
 *
 * @param run number that it has drawn when it started
 * @param master whether it is no replica
 * @param loading whether it still reads what it had stored
 */
record ServerInfo(String run, boolean master, boolean loading) {

	/**
	 * Asks the server that a connection leads to.
	 * @param connection the connection
	 * @param kind what the server should be
	 * @return what it says; fails if it cannot be used for now
	 */
	static CompletionStage<ServerInfo> ask(StatefulRedisConnection<byte[], byte[]> connection, RedisAddress.Kind kind) {
		return connection.async().info().thenApply((text) -> {
			ServerInfo info = parse(text);
			if (info.loading) {
				throw new RedisConnectionException("The server is loading what it had stored");
			}
			if (kind != RedisAddress.Kind.SERVER && !info.master) {
				throw new RedisConnectionException("The server is a replica");
			}
			return info;
		});
	}

	static ServerInfo parse(String text) {
		String run = "";
		boolean master = true;
		boolean loading = false;
		for (String line : text.lines().toList()) {
			if (line.startsWith("run_id:")) {
				run = line.substring("run_id:".length()).trim();
			}
			else if (line.startsWith("role:")) {
				master = line.equals("role:master");
			}
			else if (line.startsWith("loading:")) {
				loading = line.equals("loading:1");
			}
		}
		if (run.isEmpty()) {
			throw new RedisConnectionException("The server does not say its run_id");
		}
		return new ServerInfo(run, master, loading);
	}

}
