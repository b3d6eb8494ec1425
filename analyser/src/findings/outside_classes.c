/* See outside_classes.h. From the sources of PHP's extensions: what is allocated with malloc(), by the
 * extension or by the library it wraps. */
#include "findings/outside_classes.h"

#include <string.h>

#define MAX_ANCESTORS 1000u

static const struct {
	const char *class_name;
	const char *data;
} outside[] = {
	{"GdImage", "pixels"},
	{"GdFont", "glyphs"},
	{"Imagick", "images with their pixels"},
	{"ImagickDraw", "drawing commands"},
	{"ImagickPixel", "a colour"},
	{"ImagickPixelIterator", "rows of pixels"},
	{"Gmagick", "images with their pixels"},
	{"GmagickDraw", "drawing commands"},
	{"GMP", "the number's digits"},
	{"DOMNode", "libxml2's tree of the document"},
	{"DOMXPath", "libxml2's context and the tree"},
	{"Dom\\Node", "libxml2's tree of the document"},
	{"SimpleXMLElement", "libxml2's tree of the document"},
	{"XMLReader", "libxml2's reader and what it has read ahead"},
	{"XMLWriter", "libxml2's output buffer"},
	{"XMLParser", "libxml2's or expat's parser"},
	{"XSLTProcessor", "libxslt's compiled stylesheet"},
	{"tidy", "HTML Tidy's tree of the document"},
	{"PDO", "the database library's connection"},
	{"PDOStatement", "the database library's result"},
	{"PgSql\\Connection", "libpq's connection"},
	{"PgSql\\Result", "libpq's rows"},
	{"SQLite3", "SQLite's connection with its page cache"},
	{"SQLite3Stmt", "SQLite's compiled statement"},
	{"SQLite3Result", "SQLite's current row"},
	{"CurlHandle", "libcurl's transfer, connection and buffers"},
	{"CurlMultiHandle", "libcurl's connections"},
	{"CurlShareHandle", "libcurl's shared cookies, names and connections"},
	{"Collator", "ICU's collator"},
	{"NumberFormatter", "ICU's number format"},
	{"IntlDateFormatter", "ICU's date format"},
	{"MessageFormatter", "ICU's message format"},
	{"IntlCalendar", "ICU's calendar"},
	{"IntlTimeZone", "ICU's time zone"},
	{"IntlBreakIterator", "ICU's rules and the text"},
	{"Transliterator", "ICU's compiled rules"},
	{"ResourceBundle", "ICU's bundle"},
	{"Spoofchecker", "ICU's tables"},
	{"OpenSSLAsymmetricKey", "OpenSSL's key"},
	{"OpenSSLCertificate", "OpenSSL's certificate"},
	{"OpenSSLCertificateSigningRequest", "OpenSSL's request"},
	{"ZipArchive", "libzip's directory and buffers"},
	{"Memcached", "libmemcached's connections and buffers"},
	{"GearmanClient", "libgearman's connections and tasks"},
	{"GearmanWorker", "libgearman's connections and jobs"},
	{"AMQPConnection", "librabbitmq's connection"},
	{"ZMQContext", "ZeroMQ's threads and sockets"},
	{"ZMQSocket", "ZeroMQ's queues of messages"},
	{"MongoDB\\Driver\\Manager", "libmongoc's client and connections"},
	{"LDAP\\Connection", "OpenLDAP's connection"},
	{"LDAP\\Result", "OpenLDAP's entries"},
	{"EnchantBroker", "Enchant's dictionaries"},
	{"SNMP", "Net-SNMP's session"},
	{"FFI", "what the C code allocates"},
	{"FFI\\CData", "C data that was allocated as persistent or by C code"},
};

static const char *data_of(const char *class_name)
{
	for (size_t i = 0; i < sizeof(outside) / sizeof(outside[0]); i++) {
		if (strcmp(outside[i].class_name, class_name) == 0) {
			return outside[i].data;
		}
	}
	return NULL;
}

const char *ra_outside_data(const struct ra_graph *graph, uint32_t class_index)
{
	for (uint32_t steps = 0; class_index < graph->class_count && steps < MAX_ANCESTORS; steps++) {
		const struct ra_class *const cls = &graph->classes[class_index];
		const char *const data =
			cls->internal ? data_of(ra_graph_name(graph, cls->name, NULL)) : NULL;

		if (data) {
			return data;
		}
		class_index = cls->parent;
	}
	return NULL;
}
