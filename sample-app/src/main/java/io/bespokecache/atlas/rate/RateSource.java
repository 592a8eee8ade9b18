package io.bespokecache.atlas.rate;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.Locale;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import org.jspecify.annotations.Nullable;

import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * A small HTTP source of exchange rates on the loopback interface, which can be stopped
 * to see what the caches do without it. Its rates are synthetic: a value derived from the
 * letters of the currency, swaying by one percent. Thread-safe.
 */
@Component
public class RateSource implements SmartLifecycle {

	private static final String PATH = "/rates/";

	private static final double SWAY = 0.01;

	private final Clock clock;

	private @Nullable HttpServer server;

	private int port;

	RateSource(Clock clock) {
		this.clock = clock;
	}

	/**
	 * Address of the rate of a currency. It stays the same when the source is stopped and
	 * started.
	 * @param currency ISO 4217 code
	 * @return the address
	 */
	synchronized URI addressOf(String currency) {
		return URI
			.create("http://" + InetAddress.getLoopbackAddress().getHostAddress() + ":" + this.port + PATH + currency);
	}

	@Override
	public synchronized void start() {
		if (this.server != null) {
			return;
		}
		try {
			HttpServer started = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), this.port),
					0);
			started.createContext(PATH, this::answer);
			started.start();
			this.port = started.getAddress().getPort();
			this.server = started;
		}
		catch (IOException ex) {
			throw new UncheckedIOException("The source of exchange rates cannot listen on port " + this.port, ex);
		}
	}

	@Override
	public synchronized void stop() {
		if (this.server != null) {
			this.server.stop(0);
			this.server = null;
		}
	}

	@Override
	public synchronized boolean isRunning() {
		return this.server != null;
	}

	private void answer(HttpExchange exchange) throws IOException {
		try (exchange) {
			String currency = exchange.getRequestURI().getPath().substring(PATH.length());
			byte[] body = json(currency).getBytes(StandardCharsets.UTF_8);
			exchange.getResponseHeaders().set("Content-Type", "application/json");
			exchange.sendResponseHeaders(200, body.length);
			exchange.getResponseBody().write(body);
		}
	}

	private String json(String currency) {
		Instant now = this.clock.instant();
		double value = Math.pow(10, Math.floorMod(currency.hashCode(), 400) / 100.0 - 3);
		double sway = 1 + SWAY * Math.sin(now.getEpochSecond() / 60.0);
		return String.format(Locale.ROOT, "{\"currency\":\"%s\",\"usd\":%.6f,\"asOf\":\"%s\",\"synthetic\":true}",
				currency, value * sway, now);
	}

}
