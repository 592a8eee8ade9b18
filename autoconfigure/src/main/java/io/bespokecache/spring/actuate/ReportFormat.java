package io.bespokecache.spring.actuate;

import org.springframework.boot.actuate.endpoint.Producible;
import org.springframework.util.MimeType;
import org.springframework.util.MimeTypeUtils;

/**
 * What the endpoint can answer with. Of several that a client accepts, the last one is
 * taken; a client that accepts anything gets JSON.
 */
public enum ReportFormat implements Producible<ReportFormat> {

	/** JSON. */
	JSON("application/json"),

	/** JSON of the Actuator's second version. */
	JSON_V2("application/vnd.spring-boot.actuator.v2+json"),

	/** JSON of the Actuator's third version. */
	JSON_V3("application/vnd.spring-boot.actuator.v3+json"),

	/** A page for people. */
	HTML("text/html");

	private final String mimeType;

	ReportFormat(String mimeType) {
		this.mimeType = mimeType;
	}

	@Override
	public MimeType getProducedMimeType() {
		return MimeTypeUtils.parseMimeType(this.mimeType);
	}

	@Override
	public boolean isDefault() {
		return this == JSON_V3;
	}

}
