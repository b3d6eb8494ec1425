<?php
/* Forty messages with a large text each. The link back to the mailbox is no value of theirs.
 *
 * @expect expensive_property medium
 * @summary ^Message::\$raw: 40 occurrences x 52\.00 KB = 2\.03 MB$
 * @fact class_name = "Message"
 * @fact property_name = "raw"
 * @fact count = 40
 * @fact total_size = 2129920
 * @impact >= 2129920
 * @absent expensive_property Message::\$mailbox
 */
class Mailbox
{
    public $messages = [];
}

class Message
{
    public $raw;
    public $mailbox;
}

$mailbox = new Mailbox();
for ($i = 0; $i < 40; $i++) {
    $message = new Message();
    $message->raw = str_repeat('r', 50000) . $i;
    $message->mailbox = $mailbox;
    $mailbox->messages[] = $message;
}
unset($message);
rdump_dump($argv[1]);
