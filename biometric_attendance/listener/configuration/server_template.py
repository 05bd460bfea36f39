"""nginx's configuration with gaps: ``@name`` or ``@{name}``; ``@@`` is a plain at sign."""

import string


class _Text(string.Template):
    delimiter = "@"


SERVER = _Text(r"""# Where attendance terminals call. Written by `odoo biometric_listener`: run it again
# instead of editing this. Odoo believes who knows the secret below: keep the file private.
# settings: @settings

upstream @name {
    @upstreams
}

# Who calls, in whichever way its brand says so; never more than a word goes into a log.
map "@serials" $@{name}_serial {
    default "";
    "~^(?<@{name}_word>[\w.:+%-]{1,64})$" $@{name}_word;
}
map $@{name}_serial $@{name}_device {
    default "$@{name}_serial $binary_remote_addr";
    "" "";
}
@maps# Without the query, which carries keys, and without secret addresses.
map $uri $@{name}_path {
    default $uri;
    "~^(?<@{name}_before>.*?/)[\w-]{16,}(?<@{name}_after>.*)$" "$@{name}_before***$@{name}_after";
}
log_format @name '$remote_addr [$time_iso8601] $request_method $@{name}_path $status '
    '$request_length $bytes_sent $request_time "$@{name}_serial"';

limit_req_zone $@{name}_device zone=@{name}_device:10m rate=@{device_rate}r/s;
limit_req_zone $binary_remote_addr zone=@{name}_address:10m rate=@{address_rate}r/s;
limit_conn_zone $binary_remote_addr zone=@{name}_open:10m;

server {
    listen @listen default_server@ssl;
    server_name _;
    server_tokens off;
    default_type text/plain;
    access_log "@logs/@{name}.log" @name;
    # Lesser errors quote the whole request, with its keys.
    error_log "@logs/@{name}_error.log" crit;
@tls@trusted
    # Some terminals name their headers so; they are read below, and passed on by other
    # names, as servers do not tell X_Forwarded_For from X-Forwarded-For.
    underscores_in_headers on;
    ignore_invalid_headers on;

    # A body is read whole before Odoo hears of it: a slow line holds no worker.
    client_max_body_size 16m;
    client_body_buffer_size 128k;
    client_header_timeout 10s;
    client_body_timeout 10s;
    send_timeout 30s;
    keepalive_timeout 65s;
    proxy_request_buffering on;
    proxy_buffering on;
    proxy_connect_timeout 5s;
    proxy_send_timeout 30s;
    proxy_read_timeout 60s;
    # A push is never tried twice: the terminal does that.
    proxy_next_upstream off;

    # A terminal that calls too often waits, a flood is refused: neither loses a punch.
    limit_req zone=@{name}_device burst=@device_burst delay=@device_rate;
    limit_req zone=@{name}_address burst=@address_burst delay=@address_rate;
    limit_conn @{name}_open @address_rate;
    limit_req_status 429;
    limit_conn_status 429;

    # Old firmware takes a plain answer of known length, and follows no redirect.
    gzip off;
    chunked_transfer_encoding off;
    proxy_http_version 1.1;
    proxy_redirect off;
    proxy_intercept_errors on;
    error_page 301 302 303 307 308 = @@moved;
    proxy_hide_header Set-Cookie;

    # Nothing a caller sends arrives, but the body with its length, and what brands read.
    proxy_pass_request_headers off;
    proxy_set_header Host "@host";
    proxy_set_header Connection close;
    proxy_set_header X-Forwarded-For $remote_addr;
    proxy_set_header X-Forwarded-Host "@host";
    proxy_set_header X-Forwarded-Proto $scheme;
    proxy_set_header X-Odoo-Database "@database";
    proxy_set_header @proof "@secret";
    @headers

@rewrites    location = @state {
        access_log off;
        return 200 "@fingerprint\n";
    }
@locations    # Terminals double slashes; Odoo would redirect, so the path goes on without.
    location ~ ^/(@paths)$ {
        rewrite ^(.*)$ $1 break;
        proxy_pass http://@name;
    }
    location / {
        return 404 "Not found\n";
    }
@failures    location @@moved {
        return 502 "Odoo is not to redirect\n";
    }
}
""")

#: For a brand whose terminals call at any path: a header tells them; some, without it, post
#: forms at a few. A secret address stays.
MAP = _Text(r"""map "$@header $request_method $uri" $@{name}_@route {
    default "";
    "~^\S.* \w+ /biometric/(?<@{name}_@{route}_token>[\w-]{16,})(/|$)" /biometric/$@{name}_@{route}_token/@route;
    "~^\S" /biometric/@route;
    "~^ POST @forms$" /biometric/@route;
}
""")
REWRITE = _Text("""    if ($@{name}_@route) {
        rewrite ^ $@{name}_@route last;
    }
""")
#: Every error is answered in their own way, or they would send the same again at once.
LOCATION = _Text(r"""    location ~ ^/biometric/([\w-]+/)?@route$ {
        keepalive_timeout 0;
        error_page 301 302 303 307 308 = @@later_@route;
        error_page 400 403 404 405 413 429 500 502 503 504 = @@later_@route;
        # Else nginx sends the path as it came, and Odoo may read /a/../b otherwise.
        rewrite ^(.*)$ $1 break;
        proxy_pass http://@name;
    }
""")
FAILURE = _Text("""    location @@later_@route {
        keepalive_timeout 0;
        @headers
        return 200;
    }
""")

TLS = _Text("""    ssl_certificate "@certificate";
    ssl_certificate_key "@key";
    ssl_protocols TLSv1.2 TLSv1.3;
    ssl_session_cache shared:@{name}_tls:1m;
""")

MAIN = _Text("""# An nginx for terminals alone. Written by `odoo biometric_listener`.
pid "@folder/nginx.pid";
error_log "@folder/error.log" crit;
worker_processes auto;
events {
    worker_connections 1024;
}
http {
    client_body_temp_path "@folder/client";
    proxy_temp_path "@folder/proxy";
    fastcgi_temp_path "@folder/fastcgi";
    uwsgi_temp_path "@folder/uwsgi";
    scgi_temp_path "@folder/scgi";
    include "@folder/@server_file";
}
""")
