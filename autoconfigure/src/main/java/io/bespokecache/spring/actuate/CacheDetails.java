package io.bespokecache.spring.actuate;

import java.util.List;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * What only some readers want to know of a cache, folded away: latest promotions and
 * changes, and settings.
 */
final class CacheDetails {

	private final CacheDescriptor cache;

	private final Html html;

	CacheDetails(CacheDescriptor cache, Html html) {
		this.cache = cache;
		this.html = html;
	}

	void write() {
		if (!this.cache.recentChanges().isEmpty()) {
			fold(this.html, "Latest changes", () -> table(this.cache.recentChanges(),
					(change) -> Table.row(this.html, change.time().toString(), change.from(), change.to(),
							change.reason(), Figures.count(change.entriesMoved()), Figures.duration(change.duration())),
					"Time", "From", "To", "Reason", "Entries", "Took"));
		}
		if (!this.cache.recentPromotions().isEmpty()) {
			fold(this.html, "Latest promotions",
					() -> table(this.cache.recentPromotions(),
							(promotion) -> Table.row(this.html, promotion.time().toString(), promotion.cause(),
									Figures.count(promotion.keysMoved()), Figures.count(promotion.readTableSize()),
									Figures.duration(promotion.duration())),
							"Time", "Cause", "Keys moved", "Read table", "Took"));
		}
		fold(this.html, "All settings", this::writeSettings);
	}

	/**
	 * Writes what is shown when the reader asks for it. What is wider than the screen is
	 * scrolled by itself, also with the keyboard.
	 */
	static void fold(Html html, String title, Runnable content) {
		html.tag("details").holds(() -> {
			html.tag("summary").text(title);
			html.tag("div")
				.with("class", "scroll")
				.with("role", "region")
				.with("aria-label", title)
				.with("tabindex", 0)
				.holds(content);
		});
	}

	private <T> void table(List<T> rows, Consumer<T> row, String... columns) {
		this.html.tag("table").holds(() -> {
			Table.head(this.html, columns);
			this.html.tag("tbody").holds(() -> rows.forEach(row));
		});
	}

	private void writeSettings() {
		ConfigurationDescriptor configuration = this.cache.configuration();
		this.html.tag("table").holds(() -> {
			Table.head(this.html, "Setting", "Value");
			this.html.tag("tbody").holds(() -> {
				setting("set by", configuration.source());
				setting("maximum-size", configuration.maximumSize());
				setting("maximum-weight", configuration.maximumWeight());
				setting("expire-after-write", configuration.expireAfterWrite());
				setting("expire-after-access", configuration.expireAfterAccess());
				setting("expiry", (configuration.expiry() != null) ? "by a bean" : null);
				setting("expiry-jitter", configuration.expiryJitter());
				setting("values", configuration.values());
				setting("weak-keys", configuration.weakKeys());
				setting("refresh-after-write", configuration.refreshAfterWrite());
				setting("stale-on-error", configuration.staleOnError());
				setting("load-once", configuration.loadOnce());
				setting("load-timeout", configuration.loadTimeout());
				setting("nulls", configuration.nulls());
				setting("nulls-expire-after-write", configuration.nullsExpireAfterWrite());
				setting("transaction-aware", configuration.transactionAware());
				setting("preload", (configuration.preload() != null) ? "by a bean" : null);
				setting("warm-start.file", configuration.warmStart());
				setting("second-level", configuration.secondLevel());
				setting("value-type", configuration.valueType());
				setting("when-incoherent", configuration.whenIncoherent());
				setting("adaptive", configuration.adaptive());
			});
		});
	}

	private void setting(String name, @Nullable Object value) {
		if (value != null) {
			Table.row(this.html, name, value.toString());
		}
	}

}
