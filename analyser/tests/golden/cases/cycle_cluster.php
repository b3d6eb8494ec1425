<?php
/* Fifty messages with attachments that know their message; all can be reached.
 *
 * @expect cycle_cluster low
 * @summary ^50 identical cycles \(2 classes, [\d.]+ KB shallow, [\d.]+ KB retained\)$
 * @fact composition = "40x Mail\\Attachment + 1x Mail\\Message"
 * @fact count = 50
 * @fact class_count = 2
 * @fact back_reference = "Mail\\Attachment::$message -> Mail\\Message"
 * @fact entry_path ~ ^<main>:\d+::\$messages\[0\]$
 * @fact ext_incoming = 1
 * @fact single_owner_likelihood = "high"
 * @fact unreachable_count = 0
 * @hypothesis \(49 more with same pattern\)\nSingle entry point[^\n]*\nIn use
 * @impact >= 200000
 * @absent gc_pending
 */
namespace Mail;

class Message
{
    public $attachments = [];
    public $subject;
}

class Attachment
{
    public $message;
    public $part;
    public $name;
}

$messages = [];
for ($i = 0; $i < 50; $i++) {
    $message = new Message();
    $message->subject = str_repeat('subject ', 100) . $i;
    for ($k = 0; $k < 40; $k++) {
        $attachment = new Attachment();
        $attachment->message = $message;
        $attachment->part = $k;
        $message->attachments[] = $attachment;
    }
    $messages[] = $message;
}
unset($message, $attachment);
\rdump_dump($argv[1]);
